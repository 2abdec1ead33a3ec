[assembly: AssemblyFixture(typeof(Lakehouse.Spark.TestHost.SparkHost))]
