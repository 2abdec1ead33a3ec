using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Materialize;
using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Engine.DuckDb.Materialize.Planning;
using Lakehouse.Testing;

namespace Lakehouse.Engine.DuckDb.Tests.Materialize;

public sealed class IncrementalSlicesTests
{
    [Fact]
    public async Task Create_InSlicesOfAFewRows_FindsTheChangesOfOneSlice()
    {
        using var directory = new TemporaryDirectory();
        var view = Trips.Window([5]);
        var lake = new SilverLake(directory.Path, view.Contract);
        var generated = new EventGenerator(view, seed: 7, new() { Rows = 300, Batches = 2 }).Generate();
        foreach (var batch in generated.Batches) await lake.CommitAsync(batch);

        var whole = await ChangesAsync(lake, sliceRows: 1_000);
        var sliced = await ChangesAsync(lake, sliceRows: 9);

        sliced.Should().Equal(whole).And.HaveCountGreaterThan(20);
    }

    private static async Task<List<string>> ChangesAsync(SilverLake lake, long sliceRows)
    {
        var ct = TestContext.Current.CancellationToken;
        var view = Trips.Window([5]);
        using var session = new DuckDbSession(new DuckDbOptions { Threads = 1, MemoryLimit = "256MB" });
        var events = new EventRelation(view, ViewInputs.Of(view), session, ct);
        await new ChangedEvents(events, previousFrontier: 0, frontier: long.MaxValue / 4, session, ct, sliceRows).CreateAsync(await lake.Silver.GetChangesAsync(0, 1, ct));
        var rows = new List<string>();
        session.Stream("SELECT concat_ws('|', k0, k1, t, removed) AS text FROM changed ORDER BY text", chunk =>
        {
            for (var r = 0; r < chunk.Rows; r++) rows.Add(System.Text.Encoding.UTF8.GetString(chunk.Bytes(0, r)));
        }, ct);
        return rows;
    }
}
