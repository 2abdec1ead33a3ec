using Lakehouse.Catalog.Events;
using Lakehouse.Features;
using Lakehouse.Pipelines.Push;
using static Lakehouse.Pipelines.Tests.Push.PushLake;

namespace Lakehouse.Pipelines.Tests.Push;

public sealed class PushSinkTests
{
    private const string Ten = "2001-03-01T10:00:00Z";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Semantics("7.91")]
    [Fact]
    public async Task PushAsync_SameEventAgain_CountsOnceInTheRequestInTheServerInAnotherAndAfterARestart()
    {
        await using var test = await CreateAsync();
        var (first, other) = (await test.OpenSinkAsync(), await test.OpenSinkAsync());

        var twice = await PushAsync(first, ("a", Ten, "SEA", 1), ("a", Ten, "SEA", 1));
        var again = await PushAsync(first, ("a", Ten, "SEA", 1));
        var elsewhere = await PushAsync(other, ("a", Ten, "SEA", 1), ("b", Ten, "SEA", 2));
        var back = await PushAsync(first, ("b", Ten, "SEA", 2));
        var restarted = await PushAsync(await test.OpenSinkAsync(), ("a", Ten, "SEA", 1), ("b", Ten, "SEA", 2));

        twice.Should().BeEquivalentTo(new PushReceipt(0, 1, 1, []));
        again.Should().BeEquivalentTo(new PushReceipt(0, 0, 1, []));
        elsewhere.Should().BeEquivalentTo(new PushReceipt(1, 1, 1, []));
        back.Should().BeEquivalentTo(new PushReceipt(1, 0, 1, []));
        restarted.Should().BeEquivalentTo(new PushReceipt(1, 0, 2, []));
        (await test.BronzeRowsAsync()).Should().Be(2);
    }

    [Semantics("7.92")]
    [Fact]
    public async Task PushAsync_SameIdWithOtherContent_IsRejectedWhereverTheFirstCameFrom()
    {
        await using var test = await CreateAsync();
        var (first, other) = (await test.OpenSinkAsync(), await test.OpenSinkAsync());

        var within = await PushAsync(first, ("a", Ten, "SEA", 1), ("a", Ten, "SEA", 2), ("b", Ten, "SEA", 3));
        var elsewhere = await PushAsync(other, ("b", Ten, "PDX", 3), ("a", Ten, "SEA", null));

        (within.Accepted, within.Duplicates).Should().Be((2, 0));
        within.Rejections.Should().ContainSingle().Which.Should().Match<EventRejection>(r => r.Event == 1 && r.Reason == RejectionReason.IdTaken);
        elsewhere.Version.Should().BeNull();
        elsewhere.Rejections.Select(r => (r.Event, r.Reason)).Should().Equal((0, RejectionReason.IdTaken), (1, RejectionReason.IdTaken));
        (await test.BronzeRowsAsync()).Should().Be(2);
    }

    [Fact]
    public async Task PushAsync_WrongEvents_AreRejectedAloneByStableReasonsWithoutValues()
    {
        await using var test = await CreateAsync();
        var sink = await test.OpenSinkAsync();
        EventColumn[] columns =
        [
            new("id", EventForm.Text, [Value.String("good"), Value.Null, Value.String("text"), Value.String("when"), Value.String("stranger")]),
            new("At", EventForm.Text, [Value.String(Ten), Value.String(Ten), Value.String(Ten), Value.String("secret-42"), Value.String(Ten)]),
            new("city", EventForm.Text, [Value.String("SEA"), Value.String("SEA"), Value.String("SEA"), Value.String("SEA"), Value.String("SEA")]),
            new("PRICE", EventForm.Text, [Value.String("7"), Value.String("7"), Value.String("seven"), Value.Null, Value.String("7")]),
            new("colour", EventForm.Double, [Value.Null, Value.Null, Value.Null, Value.Null, Value.Double(1)]),
        ];

        var receipt = await sink.PushAsync(TripsProject.Contract, columns, Ct);

        receipt.Accepted.Should().Be(1);
        receipt.Rejections.Select(r => (r.Event, r.Reason, r.Column)).Should().Equal(
            (1, RejectionReason.MissingId, ""), (2, RejectionReason.BadValue, "Price"), (3, RejectionReason.BadValue, "At"), (4, RejectionReason.UnknownColumn, "colour"));
        receipt.Rejections.Should().NotContain(r => r.Message.Contains("seven") || r.Message.Contains("secret"));
        (await test.Lake.RowsAsync("bronze/trips_raw", "Id", "At", "City", "Price", "_source_file", "_source_row"))
            .Should().Equal("good|2001-03-01T10:00:00.000000Z|SEA|7|push/000000000000/trips@1|0");
    }

    [Fact]
    public async Task PushAsync_ManyAtOnceThroughTwoServers_ShareCommitsAndLoseNothing()
    {
        await using var test = await CreateAsync();
        PushSink[] sinks = [await test.OpenSinkAsync(), await test.OpenSinkAsync()];

        var receipts = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => PushAsync(sinks[i % 2], ($"{i / 4}", Ten, "SEA", i / 4)), Ct)));

        receipts.Sum(r => r.Accepted).Should().Be(50);
        receipts.Sum(r => r.Duplicates).Should().Be(150);
        (await test.BronzeRowsAsync()).Should().Be(50);
        (await test.Lake.SnapshotAsync("bronze/trips_raw")).Version.Should().BeLessThan(50, "requests that wait share a commit");
    }

    [Semantics("7.93")]
    [Fact]
    public async Task PushAsync_ForgottenId_IsJudgedBySilverAsInAFile()
    {
        await using var test = await CreateAsync();
        var sink = await test.OpenSinkAsync(new() { RememberedEvents = 1, Window = TimeSpan.Zero });
        await PushAsync(sink, ("a", Ten, "SEA", 1));
        await PushAsync(sink, ("b", Ten, "PDX", 2));
        await test.Lake.RunAsync("2001-03-01T12:00:00Z");

        var same = await PushAsync(sink, ("a", Ten, "SEA", 1));
        await test.Lake.RunAsync("2001-03-01T12:00:00Z");
        var once = await test.Lake.RowsAsync("silver/trips@1", "trip_id", "price");
        await PushAsync(sink, ("b", Ten, "PDX", 2));
        await PushAsync(sink, ("a", Ten, "SEA", 5));
        await test.Lake.RunAsync("2001-03-01T12:00:00Z");

        same.Accepted.Should().Be(1, "its id was forgotten");
        once.Should().BeEquivalentTo("a|1", "b|2");
        (await test.Lake.RowsAsync("silver/trips@1", "trip_id", "price")).Should().BeEquivalentTo("a|5", "b|2");
    }

    [Fact]
    public async Task PushAsync_BesideAnIngestOfManyRows_BothSucceed()
    {
        await using var test = await CreateAsync();
        var sink = await test.OpenSinkAsync(new() { Window = TimeSpan.Zero });
        await PushAsync(sink, ("first", Ten, "SEA", 0));
        var (pushed, files) = (0, 0);

        while (pushed <= 3)
        {
            var file = files++;
            var rows = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"f{file}-{i},{Ten},SEA,{i}\n"));
            var ingest = Task.Run(() => test.Lake.IngestAsync("trips_raw", test.Lake.Write($"many{file}.csv", "Id,At,City,Price\n" + rows)), Ct);
            do await PushAsync(sink, ($"p{pushed++}", Ten, "SEA", 1));
            while (!ingest.IsCompleted);
            (await ingest).Single().Rows.Should().Be(50_000);
        }

        (await test.BronzeRowsAsync()).Should().Be(1 + (50_000 * files) + pushed);
    }

    [Fact]
    public async Task PushAsync_MoreThanMayWait_IsRefusedAtOnce()
    {
        await using var test = await CreateAsync();
        var sink = await test.OpenSinkAsync(new() { MaxWaitingEvents = 2, Window = TimeSpan.FromMilliseconds(500) });
        await PushAsync(sink, ("before", Ten, "SEA", 1));
        var waiting = PushAsync(sink, ("a", Ten, "SEA", 1), ("b", Ten, "SEA", 1));

        var more = () => PushAsync(sink, ("c", Ten, "SEA", 1));

        (await more.Should().ThrowAsync<EventSinkException>()).Which.Failure.Should().Be(EventSinkFailure.Backlog);
        (await waiting).Accepted.Should().Be(2);
        (await PushAsync(sink, ("c", Ten, "SEA", 1))).Accepted.Should().Be(1);
    }

    [Fact]
    public async Task PushAsync_UnknownOrUnfitContract_SaysWhy()
    {
        await using var test = await CreateAsync(new PositionProject());
        var sink = await test.OpenSinkAsync();

        var unknown = () => sink.PushAsync(new("nothing", 1), [], Ct);
        var position = () => sink.PushAsync(new("lines", 1), [], Ct);

        (await unknown.Should().ThrowAsync<EventSinkException>()).Which.Failure.Should().Be(EventSinkFailure.UnknownContract);
        (await position.Should().ThrowAsync<EventSinkException>()).Which.Message.Should().Contain("lines@1").And.Contain("position");
    }

    [Fact]
    public async Task IngestAsync_OtherSpellingThanThePushedColumns_IsRefusedInsteadOfLosingValues()
    {
        await using var test = await CreateAsync(new EveryTypeProject(Format.Csv()));
        var sink = await test.OpenSinkAsync();
        await sink.PushAsync(new("samples", 1), [new("id", EventForm.Text, [Value.String("a")]), new("taken_at", EventForm.Integer, [Value.Int64(0)])], Ct);

        var other = () => test.Lake.IngestAsync("samples_raw", test.Lake.Write("other.csv", "id,taken_at\nb,2001-03-01T10:00:00Z\n"));
        var same = await test.Lake.IngestAsync("samples_raw", test.Lake.Write("same.csv", "id,TakenAt\nb,2001-03-01T10:00:00Z\n"));

        (await other.Should().ThrowAsync<JobException>()).WithMessage("other.csv: column taken_at is TakenAt of source samples_raw, and bronze holds that as TakenAt.*");
        same.Single().Rows.Should().Be(1);
    }

    private sealed class PositionProject : FeatureProject
    {
        protected override void Define(ProjectBuilder project) => project.Conform<RawTrip, Line>(
            project.Source<RawTrip>("lines_raw", Format.Csv()), (r, source) => new Line { LineId = source.File + ":" + source.Row, At = r.At!.Value });

        [Contract("lines", version: 1)]
        private sealed record Line
        {
            [EventId]
            public required string LineId { get; init; }

            [EventTime]
            public required DateTimeOffset At { get; init; }
        }
    }
}
