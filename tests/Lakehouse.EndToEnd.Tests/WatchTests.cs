using System.Diagnostics;
using System.Text.Json;
using Lakehouse.Delta.DuckDb;

namespace Lakehouse.EndToEnd.Tests;

/// <summary>A watcher in a process of its own, beside another process that ingests.</summary>
public sealed class WatchTests(ITestOutputHelper output)
{
    private const int Measured = 3;

    /// <summary>On a quiet machine it is below two seconds; a busy one may take its time.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Watch_IngestedByAnotherProcess_ServesSoonAndEndsOnSigterm()
    {
        using var small = await SmallFlights.CreateAsync();
        await small.IngestAsync(WriteFlights(small, "first.parquet", 50));
        using var watcher = new WatcherProcess(small.Lake);
        await watcher.WaitForAsync(HasEvents);
        for (var i = 1; i <= Measured; i++)
        {
            await small.IngestAsync(WriteFlights(small, $"more-{i}.parquet", i));
            var start = Stopwatch.GetTimestamp();

            var batch = await watcher.WaitForAsync(HasEvents, before: i);

            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            output.WriteLine($"from ingest's end to the online store: {seconds:0.00} s; from its commit: {batch.GetProperty("lag_seconds")} s");
            Stopwatch.GetElapsedTime(start).Should().BeLessThan(Bound);
            batch.GetProperty("events").GetInt64().Should().Be(i);
        }

        var answer = await CommandCall.SucceedAsync("get", "departure_delay_model@1", "airport=ORD", "--lake", small.Lake, "--json");
        (await watcher.SignalAsync("TERM")).Should().Be(0, watcher.Said);
        answer.Should().Contain("PRESENT").And.Contain("ATL");
    }

    [Fact]
    public async Task Watch_KilledAndFollowedByAnother_GivesTheGoldOfOneRun()
    {
        using var small = await SmallFlights.CreateAsync();
        await small.IngestAsync(WriteFlights(small, "first.parquet", 200));
        var random = new Random(20010311);
        for (var i = 0; i < 3; i++)
        {
            using var killed = new WatcherProcess(small.Lake);
            await small.IngestAsync(WriteFlights(small, $"more-{i}.parquet", 20 + i));
            await Task.Delay(TimeSpan.FromSeconds(2 * random.NextDouble()), TestContext.Current.CancellationToken);
        }

        using (var last = new WatcherProcess(small.Lake))
        {
            await last.WaitForAsync(_ => true);
            (await last.SignalAsync("INT")).Should().Be(0, last.Said);
        }

        var full = small.CopyLake(small.Lake, "full");
        Directory.Delete(Path.Combine(full, "gold"), recursive: true);
        Directory.Delete(Path.Combine(full, "_online"), recursive: true);
        foreach (var lake in new[] { small.Lake, full }) await CommandCall.SucceedAsync("run", "--lake", lake);

        foreach (var table in new[] { "gold/airport_delays@1", "gold/route_delays@1", "gold/airport_last_departure@1" })
            (await CommandCall.RunAsync("diff", "tables", Path.Combine(small.Lake, table), Path.Combine(full, table))).Out.Should().Be("0\n", table);
    }

    private static bool HasEvents(JsonElement batch) => batch.GetProperty("events").GetInt64() > 0;

    /// <summary>Departures of ORD in the last seconds.</summary>
    private static string WriteFlights(SmallFlights small, string name, int rows)
    {
        var path = Path.Combine(small.Folder, name);
        using var session = new DuckDbSession();
        session.Execute(
            $"""
             COPY (SELECT now()::TIMESTAMP - to_microseconds((i * 1000)::BIGINT) AS date, (i % 50)::BIGINT AS delay, (100 + i)::BIGINT AS distance, 'ORD' AS origin,
                          'ATL' AS destination
                   FROM range({rows}) r(i)) TO {DuckDbSession.Literal(path)} (FORMAT parquet)
             """);
        return path;
    }
}
