using Lakehouse.Delta;
using Lakehouse.Engine.DuckDb;
using Lakehouse.Engine.DuckDb.Internal.Rows;
using Lakehouse.Engine.DuckDb.Tests;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Spark.TestHost;

namespace Lakehouse.Engine.Spark.Tests.Conform;

/// <summary>Two copies of silver and quarantine over one source: the embedded engine makes one, both engines in turns the other; they are the same after every run.</summary>
/// <remarks>More seeds run by <c>-explicit only</c>.</remarks>
public sealed class ConformParityTests(SparkHost host) : IDisposable
{
    private const string SourceName = "bronze/source";

    private readonly TestLake lake = new();
    private readonly DuckDbEngine embedded = new(TestLake.Options, TimeProvider.System);
    private readonly SparkEngine spark = new(host.Session, TestLake.Options, TimeProvider.System);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Semantics("1.2", "1.3", "1.4", "1.5", "1.6", "1.9", "5.12", "7.1", "7.3", "7.5")]
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4, Explicit = true)]
    [InlineData(5, Explicit = true)]
    [InlineData(6, Explicit = true)]
    [InlineData(7, Explicit = true)]
    public async Task Conform_InTurns_GivesWhatTheEmbeddedEngineGives(int seed)
    {
        var random = new Random(seed);
        var source = new RandomSource(seed, lake.Table(SourceName));
        for (var step = 0; step < 4; step++)
        {
            var version = await source.StepAsync(step == 0 ? 6 : 1);
            if (step is 1 or 2 && random.Next(3) == 0) continue;
            if (step == 3 && random.Next(2) == 0) source.Gain();
            var expected = await embedded.ConformAsync(Plan(source, version, "alone"), Ct);
            IEngine engine = random.Next(4) == 0 ? embedded : spark;

            var actual = await engine.ConformAsync(Plan(source, version, "turns"), Ct);

            actual.Should().BeEquivalentTo(expected, "seed {0}, step {1} of a {2} source on {3}", seed, step, source.Contract.Source.Format.Kind, engine.Name);
            await CompareAsync("silver", source.Contract.EventId.Name);
            await CompareAsync("quarantine", "bronze_version, _source_file, _source_row, rule, row");
        }
    }

    public void Dispose() => lake.Dispose();

    private ConformPlan Plan(RandomSource source, long version, string copy) =>
        new(source.Contract, source.Hash, lake.Table(SourceName), SourceName, version, lake.Table($"{copy}/silver"), lake.Table($"{copy}/quarantine"))
        {
            IndexPath = lake.PathOf($"{copy}/_index"),
        };

    private async Task CompareAsync(string name, string order)
    {
        var (alone, turns) = (await lake.Table($"alone/{name}").GetSnapshotAsync(ct: Ct), await lake.Table($"turns/{name}").GetSnapshotAsync(ct: Ct));
        var (left, right) = ((await CommitProgress.ReadAsync(alone, Ct))!, (await CommitProgress.ReadAsync(turns, Ct))!);
        right.SourceVersions.Should().Equal(left.SourceVersions);
        right.DefinitionHash.Should().Be(left.DefinitionHash);
        turns.Version.Should().Be(alone.Version);
        turns.Schema.Columns.Should().Equal(alone.Schema.Columns);
        (await RowsAsync(turns, order)).Should().Equal(await RowsAsync(alone, order));
    }

    private static async Task<IReadOnlyList<string>> RowsAsync(Snapshot snapshot, string order)
    {
        string[] columns = [.. snapshot.Schema.Columns.Select(c => c.Name).Where(n => n != "known_at")];
        var types = columns.Select(c => ColumnTypes.FromDelta(snapshot.Schema.Find(c)!.Type)!.Value).ToList();
        return [.. (await TestLake.ReadAsync(snapshot.Table, order, columns)).Select(r => string.Join("|", r.Select((v, i) => Bits(v, types[i]))))];
    }

    private static string Bits(Value value, DataType type) => value.IsNull ? "∅" : type.Kind switch
    {
        TypeKind.Double => $"{value.AsInt64:x}",
        TypeKind.DoubleList => string.Join(",", value.AsDoubleList.Select(x => x is { } item ? $"{BitConverter.DoubleToInt64Bits(item):x}" : "∅")),
        TypeKind.String => value.AsString,
        TypeKind.Binary => Convert.ToHexString(value.AsBinary),
        _ => $"{value.AsInt64}",
    };
}
