using Grpc.Core;
using Lakehouse.Catalog.Events;
using Lakehouse.Client;
using Lakehouse.Features;
using Lakehouse.Serving.V1;
using static Lakehouse.Serving.Tests.Push.PushHost;

namespace Lakehouse.Serving.Tests.Push;

public sealed class PushTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Push_NewRepeatedAndWrongEvents_AnswersForEach()
    {
        await using var host = await StartAsync();
        var batch = Batch("a", "b", "a", "").Column("celsius", 1.5, double.NaN, 1.5, null as double?).Column("blob", [1], null, [1], null).Column("vector", [1.5, null], null, [1.5, null], null)
            .Column("colour", null, null, null, "red");

        var first = await host.Pusher.PushAsync(batch, Ct);
        var again = await host.Pusher.PushAsync(batch, Ct);

        (first.Version, first.Accepted, first.Duplicates).Should().Be((0, 2, 1));
        first.Rejections.Should().ContainSingle().Which.Should().Match<V1.EventRejection>(r => r.Event == 3 && r.Reason == V1.RejectionReason.UnknownColumn && r.Column == "colour");
        (again.Version, again.Accepted, again.Duplicates, again.Rejections.Count).Should().Be((0, 0, 3, 1));
        (await host.RowsAsync()).Should().Be(2);
    }

    [Fact]
    public async Task PushStream_ManyBatches_AnswersInOrder()
    {
        await using var host = await StartAsync();

        var answers = new List<PushResponse>();
        await foreach (var answer in host.Pusher.PushAsync(Batches(50), Ct)) answers.Add(answer);

        answers.Select(a => a.Accepted).Should().Equal(Enumerable.Range(0, 50).Select(i => (uint)(i % 5) + 1));
        (await host.RowsAsync()).Should().Be(150);
        async IAsyncEnumerable<EventBatch> Batches(int count)
        {
            for (var i = 0; i < count; i++)
            {
                yield return Batch([.. Enumerable.Range(0, (i % 5) + 1).Select(j => $"{i}/{j}")]);
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task PushStream_RequestFailsAsAWhole_EndsTheCallAfterEarlierAnswers()
    {
        await using var host = await StartAsync();
        var answers = new List<PushResponse>();

        var push = async () =>
        {
            await foreach (var answer in host.Pusher.PushAsync(new[] { Batch("a"), new EventBatch("other@1"), Batch("b") }.ToAsyncEnumerable(), Ct)) answers.Add(answer);
        };

        (await push.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.NotFound);
        answers.Should().ContainSingle();
    }

    [Fact]
    public async Task Push_WrongRequests_AreRefusedAsAWhole()
    {
        await using var host = await StartAsync();

        async Task Expect(EventBatch batch, StatusCode status, string text)
        {
            var push = () => host.Pusher.PushAsync(batch, Ct);
            var error = (await push.Should().ThrowAsync<RpcException>()).Which.Status;
            (error.StatusCode, error.Detail).Should().Be((status, error.Detail));
            error.Detail.Should().Contain(text);
        }

        await Expect(new("readings"), StatusCode.InvalidArgument, "name@N");
        await Expect(new("other@1"), StatusCode.NotFound, "other@1 is not registered");
        await Expect(Batch("a").Column("celsius", 1.0, 2.0), StatusCode.InvalidArgument, "celsius has 2 values where column id has 1");
        await Expect(Batch("a").Column("id", "b"), StatusCode.InvalidArgument, "id is given twice");
        await Expect(Batch("a").Column("Id", "b"), StatusCode.InvalidArgument, "two spellings");
        await Expect(Batch([.. Enumerable.Range(0, 101).Select(i => $"{i}")]), StatusCode.ResourceExhausted, "101");
        host.Server.Log.Lines.Should().BeEmpty("a caller's mistake is no event of the server");
    }

    [Fact]
    public async Task Push_ServerWithoutPush_IsUnimplemented()
    {
        await using var host = await StartAsync(takesEvents: false);

        var push = () => host.Pusher.PushAsync(Batch("a"), Ct);

        (await push.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.Unimplemented);
    }

    [Fact]
    public async Task Push_LakeCannotBeWritten_IsUnavailableWithoutInnerDetailsAndWorksLater()
    {
        await using var host = await StartAsync();
        var bronze = Path.Combine(host.Lake.Root, "bronze");
        await File.WriteAllTextAsync(bronze, "", Ct);

        var push = () => host.Pusher.PushAsync(Batch("a"), Ct);

        var error = (await push.Should().ThrowAsync<RpcException>()).Which.Status;
        error.StatusCode.Should().Be(StatusCode.Unavailable);
        error.Detail.Should().Contain("again is safe").And.NotContain(bronze);
        host.Server.Log.Lines.Should().Contain(l => l.StartsWith("Error PushFailed", StringComparison.Ordinal));
        File.Delete(bronze);
        (await host.Pusher.PushAsync(Batch("a"), Ct)).Accepted.Should().Be(1);
    }

    [Fact]
    public async Task Push_AnswerIsLost_TheClientsRepetitionCountsOnce()
    {
        var losing = 1;
        await using var host = await StartAsync(wrap: sink => new LosingSink(sink, () => Interlocked.Exchange(ref losing, 0) == 1));
        using var pusher = new FeaturePusher(host.Server.Server.Address, new() { Deadline = TimeSpan.FromSeconds(20) });

        var answer = await pusher.PushAsync(Batch("a", "b"), Ct);

        (answer.Accepted, answer.Duplicates).Should().Be((0, 2), "the first attempt was committed and its answer lost");
        (await host.RowsAsync()).Should().Be(2);
    }

    [Fact]
    public async Task Push_DeadlineDuringTheCommit_SaysThatRepeatingIsSafe()
    {
        await using var host = await StartAsync(options: new() { Window = TimeSpan.FromSeconds(1) });
        await host.Pusher.PushAsync(Batch("first"), Ct);
        using var hasty = new FeaturePusher(host.Server.Server.Address, new() { Deadline = TimeSpan.FromMilliseconds(300), MaxAttempts = 1 });

        var push = () => hasty.PushAsync(Batch("a"), Ct);

        (await push.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.DeadlineExceeded);
        var again = await host.Pusher.PushAsync(Batch("a"), Ct);
        (again.Accepted + again.Duplicates).Should().Be(1);
        (await host.RowsAsync()).Should().Be(2);
    }

    private sealed class LosingSink(IEventSink sink, Func<bool> loses) : IEventSink
    {
        public async Task<PushReceipt> PushAsync(VersionedName contract, IReadOnlyList<EventColumn> columns, CancellationToken ct)
        {
            var receipt = await sink.PushAsync(contract, columns, ct);
            return loses() ? throw new EventSinkException(EventSinkFailure.Unavailable, "lost") : receipt;
        }
    }
}
