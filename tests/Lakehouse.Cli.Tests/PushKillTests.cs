using System.Globalization;
using Grpc.Core;
using Lakehouse.Client;
using Lakehouse.Delta;
using Lakehouse.Features;

namespace Lakehouse.Cli.Tests;

/// <summary>A server that takes events, watched in the same process and killed at any moment: what it served in the end is what a file of the same events gives.</summary>
public sealed class PushKillTests
{
    private const int Events = 400;
    private const int Sensors = 7;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Semantics("7.94")]
    [Fact]
    public async Task Push_KilledInTheMiddleAndRepeated_ServesWhatAFileOfTheEventsGives()
    {
        using var pushed = await TestLake.CreateAsync(new MeterProject());
        using var ingested = await TestLake.CreateAsync(new MeterProject());
        var random = new Random(11);
        Reading[] events = [.. Enumerable.Range(0, Events).Select(i => Reading.Random(i, random))];
        var server = await ServeProcess.StartAsync(pushed, "--push", "--watch");
        var port = server.Address.Port.ToString(CultureInfo.InvariantCulture);
        var acknowledged = 0;

        Reading[][] batches = [.. events.Concat(events.Take(Events / 2)).OrderBy(_ => random.Next()).Chunk(10)];
        var pushing = PushAllAsync(server.Address, batches, () => Interlocked.Increment(ref acknowledged));
        foreach (var part in new[] { 0.25, 0.6 })
        {
            while (Volatile.Read(ref acknowledged) < part * batches.Length && !pushing.IsCompleted) await Task.Delay(5, Ct);
            await server.DisposeAsync();
            server = await ServeProcess.StartAsync(pushed, "--push", "--watch", "--port", port);
        }

        await pushing;
        using (var pusher = new FeaturePusher(server.Address, new() { Deadline = TimeSpan.FromSeconds(30) }))
        {
            var again = await pusher.PushAsync(Batch(events), Ct);
            (again.Accepted, again.Duplicates, again.Rejections.Count).Should().Be((0, Events, 0), "no acknowledged event was lost");
        }

        (await ingested.IngestAsync("meters_raw", ingested.WriteText("all.csv", Reading.Header + string.Concat(events.Select(e => e.Line()))))).ExitCode.Should().Be(0);
        (await ingested.RunAsync("run")).ExitCode.Should().Be(0);
        await using var other = await ServeProcess.StartAsync(ingested);
        var later = DateTimeOffset.UtcNow.AddMinutes(5);
        var expected = await ServedAsync(other.Client, later);
        var start = TimeProvider.System.GetTimestamp();
        while (!(await ServedAsync(server.Client, later)).SequenceEqual(expected) && TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(30)) await Task.Delay(100, Ct);

        (await ServedAsync(server.Client, later)).Should().Equal(expected);
        expected.Should().Contain(line => line.Contains("Present", StringComparison.Ordinal));
        var bronze = await DeltaTable.ForPath(Path.Combine(pushed.Root, "bronze", "meters_raw")).GetSnapshotAsync(ct: Ct);
        bronze.Files.Sum(f => f.RecordCount).Should().Be(Events);
        await server.DisposeAsync();
    }

    [Fact]
    public async Task PushVerb_FileTwice_TellsWhatWasTakenAndRefused()
    {
        using var lake = await TestLake.CreateAsync(new MeterProject());
        await using var server = await ServeProcess.StartAsync(lake, "--push");
        var file = lake.WriteText("events.ndjson", """
            {"Id": "a", "TakenAt": "2001-03-01T10:00:00Z", "Sensor": "s1", "Level": 1.5}
            {"Id": "b", "TakenAt": "yesterday", "Sensor": "s1", "Level": null}
            {"Id": "a", "TakenAt": "2001-03-01T10:00:00Z", "Sensor": "s1", "Level": "1.50"}
            """);

        var csv = lake.WriteText("events.csv", "Id,TakenAt,Sensor,Level\nc,2001-03-01T10:00:00Z,s1,\na,2001-03-01T10:00:00Z,s1,1.5\n");
        var first = await CommandRun.RunAsync("push", "meters@1", file, "--server", server.Address.ToString(), "--json");
        var second = await CommandRun.RunAsync("push", "meters@1", csv, "--server", server.Address.ToString(), "--json");

        first.ExitCode.Should().Be(ExitCode.Refused, first.Error);
        first.Error.Should().Contain("Event 2 was refused: BadValue in TakenAt").And.NotContain("yesterday");
        first.Out.Should().Contain("\"accepted\":1,\"duplicates\":1,\"rejected\":1");
        second.ExitCode.Should().Be(ExitCode.Done, second.Error);
        second.Out.Should().Contain("\"accepted\":1,\"duplicates\":1,\"rejected\":0");
    }

    /// <summary>Pushes until all is acknowledged; where a server does not take a batch for two minutes, fails with what the last call ended with.</summary>
    private static async Task PushAllAsync(Uri address, IEnumerable<Reading[]> batches, Action acknowledged)
    {
        using var pusher = new FeaturePusher(address, new() { Deadline = TimeSpan.FromSeconds(5), RetryBudget = 500 });
        await Parallel.ForEachAsync(batches, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Ct }, async (batch, ct) =>
        {
            var start = TimeProvider.System.GetTimestamp();
            while (true)
            {
                try
                {
                    (await pusher.PushAsync(Batch(batch), ct)).Rejections.Should().BeEmpty();
                    acknowledged();
                    await Task.Delay(100, ct);
                    return;
                }
                catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal or StatusCode.Cancelled
                    && TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromMinutes(2))
                {
                    await Task.Delay(50, ct);
                }
            }
        });
    }

    private static EventBatch Batch(IReadOnlyList<Reading> readings) => new EventBatch("meters@1")
        .Column("Id", [.. readings.Select(r => r.Id)]).Column("taken_at", [.. readings.Select(r => r.TakenAt)]).Column("sensor", [.. readings.Select(r => r.Sensor)])
        .Column("level", [.. readings.Select(r => r.Level)]);

    private static async Task<IReadOnlyList<string>> ServedAsync(FeatureClient client, DateTimeOffset at)
    {
        var answer = await client.GetFeaturesAsync(new FeatureQuery("meters@1").Key("sensor", [.. Enumerable.Range(0, Sensors).Select(i => $"s{i}")]).At(at), Ct);
        return [.. answer.Rows.SelectMany((row, i) => answer.Features.Select(f => $"s{i} {f} {row.Status(f)} {Bits(row[f].Value)} {row.EventTime(f.Split('.')[0]):O}"))];
    }

    private static string Bits(object? value) => value is double number ? $"{BitConverter.DoubleToInt64Bits(number):x16}" : FormattableString.Invariant($"{value}");

    private sealed record Reading(string Id, DateTimeOffset TakenAt, string Sensor, decimal? Level)
    {
        public const string Header = "Id,TakenAt,Sensor,Level\n";

        public static Reading Random(int i, Random random) => new(
            $"r{i}", new DateTimeOffset(2001, 3, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(random.Next(86_400)), $"s{random.Next(Sensors)}", random.Next(6) == 0 ? null : random.Next(-5_000, 5_000) / 100m);

        public string Line() => FormattableString.Invariant($"{Id},{TakenAt:yyyy-MM-dd'T'HH:mm:ss'Z'},{Sensor},{Level}\n");
    }

    private sealed class MeterProject : FeatureProject
    {
        protected override void Define(ProjectBuilder project)
        {
            var sensor = project.Entity<string>("sensor");
            var raw = project.Source<RawMeter>("meters_raw", Format.Csv());
            var meters = project.Conform<RawMeter, Meter>(raw, r => new Meter { MeterId = r.Id!, TakenAt = r.TakenAt!.Value, Sensor = r.Sensor!, Level = r.Level });
            var all = project.WindowView("meter_sums", version: 1, meters, by: sensor, key: r => r.Sensor).Over(Window.Lifetime)
                .Feature("readings", w => w.Count()).Feature("sum", w => w.Sum(r => r.Level)).Feature("mean", w => w.Mean(r => r.Level)).Feature("deviation", w => w.StdDev(r => r.Level));
            var last = project.StateView("meter_last", version: 1, meters, by: sensor, key: r => r.Sensor).Feature("level", r => r.Level);
            project.Set("meters", version: 1).With(all).With(last);
        }

        private sealed record RawMeter(string? Id, DateTimeOffset? TakenAt, string? Sensor, [property: Decimal(12, 2)] decimal? Level);

        [Contract("meters", version: 1)]
        private sealed record Meter
        {
            [EventId]
            public required string MeterId { get; init; }

            [EventTime]
            public required DateTimeOffset TakenAt { get; init; }

            public required string Sensor { get; init; }

            [Decimal(12, 2)]
            public decimal? Level { get; init; }
        }
    }
}
