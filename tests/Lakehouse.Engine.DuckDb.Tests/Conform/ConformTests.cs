namespace Lakehouse.Engine.DuckDb.Tests.Conform;

public sealed class ConformTests() : ConformCases(new DuckDbEngine(TestLake.Options, TimeProvider.System));

public sealed class ConformDeltaSourceTests() : ConformDeltaSourceCases(new DuckDbEngine(TestLake.Options, TimeProvider.System));
