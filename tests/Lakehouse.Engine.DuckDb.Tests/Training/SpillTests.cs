using System.Collections.Immutable;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Tests.Training;

public sealed class SpillTests : IDisposable
{
    private const int SpineRows = 400_000;
    private const int GoldRows = 1_000_000;
    private readonly TestLake lake = new();
    private readonly string spill = Path.Combine(Path.GetTempPath(), $"lakehouse-spill-tests-{Guid.NewGuid():N}");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Spine and gold hold about 120 MB in memory, the limit is 64 MB.</summary>
    [Fact]
    public async Task Build_LargerThanTheMemoryLimit_SpillsAndGivesTheSameDigest()
    {
        var view = RandomGold.Define(new("pairs", 1), ttlMicros: null);
        var gold = await WriteGoldAsync(view);
        var set = new SetDefinition(new("model", 1), [new(view, view.Columns)]);
        var spine = $"SELECT 'k' || (i % 977) AS left_key, i % 13 AS right_key, make_timestamptz((hash(i) % 1000000)::BIGINT) AS timestamp, md5(i::VARCHAR) AS text FROM range({SpineRows}) t(i)";
        TrainingPlan Plan(string name) => new(set, new Dictionary<VersionedName, Snapshot> { [view.Id] = gold }, spine, lake.Table(name), TrainingMode.Latest);
        var spilled = false;
        await using var watch = new Timer(_ => spilled |= Directory.Exists(spill) && Directory.EnumerateFiles(spill).Any(), state: null, TimeSpan.Zero, TimeSpan.FromMilliseconds(5));

        var roomy = await new DuckDbEngine(TestLake.Options, TimeProvider.System).BuildTrainingSetAsync(Plan("training/roomy"), Ct);
        var tight = await new DuckDbEngine(new() { Threads = 2, MemoryLimit = "64MB", TempDirectory = spill }, TimeProvider.System).BuildTrainingSetAsync(Plan("training/tight"), Ct);

        tight.Digest.Should().Be(roomy.Digest);
        spilled.Should().BeTrue();
        (Directory.Exists(spill) ? Directory.GetFiles(spill) : []).Should().BeEmpty();
    }

    public void Dispose()
    {
        lake.Dispose();
        if (Directory.Exists(spill)) Directory.Delete(spill, recursive: true);
    }

    private async Task<Snapshot> WriteGoldAsync(EntityViewDefinition view)
    {
        using var session = new DuckDbSession(TestLake.Options);
        var table = lake.Table("gold/pairs");
        var transaction = table.Create(SchemaMapping.ToDelta(view.GoldSchema));
        transaction.UserMetadata = new CommitProgress(ImmutableSortedDictionary<string, long>.Empty, ClockMicros: 2_000_000, FrontierMicros: 2_000_000, KnownAtMicros: 5, "sha256:1")
        {
            GreatestClockMicros = 2_000_000,
        }.ToJson();
        await transaction.WriteQueryAsync(
            session,
            "SELECT 'k' || (i % 977) AS left_key, i % 13 AS right_key, make_timestamptz(i) AS valid_from, make_timestamptz(i) AS event_time, i AS amount, i / 7.0 AS score, FALSE AS retracted, "
            + $"make_timestamptz(5 + i % 3) AS known_at FROM range({GoldRows}) t(i)",
            ct: Ct);
        await transaction.CommitAsync(Ct);
        return await table.GetSnapshotAsync(ct: Ct);
    }
}
