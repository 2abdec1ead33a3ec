using Lakehouse.Engine.DuckDb.Tests;
using Lakehouse.Engine.DuckDb.Tests.Conform;
using Lakehouse.Spark.TestHost;

namespace Lakehouse.Engine.Spark.Tests.Conform;

public sealed class SparkConformTests(SparkHost host) : ConformCases(new SparkEngine(host.Session, TestLake.Options, TimeProvider.System));

public sealed class SparkConformDeltaSourceTests(SparkHost host) : ConformDeltaSourceCases(new SparkEngine(host.Session, TestLake.Options, TimeProvider.System));
