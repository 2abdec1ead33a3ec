using Lakehouse.Spark.TestHost;

[assembly: AssemblyFixture(typeof(SparkHost))]
