using Lakehouse.Cassandra.TestHost;

[assembly: AssemblyFixture(typeof(CassandraHost))]
