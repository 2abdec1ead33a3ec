using Lakehouse.Cassandra.TestHost;

[assembly: AssemblyFixture(typeof(CassandraHost))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]
