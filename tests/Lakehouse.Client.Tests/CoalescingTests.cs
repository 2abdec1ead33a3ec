using CsCheck;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Lakehouse.Client.Internal;
using Lakehouse.Features;
using Lakehouse.Serving.Tests;
using static Lakehouse.Serving.Tests.ServingHost;
using Status = Lakehouse.Serving.V1.FeatureStatus;

namespace Lakehouse.Client.Tests;

public sealed class CoalescingTests
{
    private static readonly FeatureClientOptions Patient = new() { Deadline = TimeSpan.FromSeconds(20) };
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(20);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetFeatures_ManySingleLookupsAtOnce_GiveTheValuesOfSingleCalls()
    {
        await using var host = await ServingHost.StartAsync();
        await host.StoreEverythingAsync();
        using var together = new FeatureClient(host.Server.Address, Patient with { CoalesceWithin = Delay });

        await Gen.Int[0, SampleLookups.Keys + 5].Array[1, 60].SampleAsync(
            async keys =>
            {
                FeatureQuery Query(int key) => SampleLookups.Everything1(key).At(DateTimeOffset.UnixEpoch.AddHours(8 + (key % 2)));

                var joint = await Task.WhenAll(keys.Select(k => together.GetFeaturesAsync(Query(k), Ct)));

                for (var i = 0; i < keys.Length; i++) joint[i].Response.Should().Be((await host.Client.GetFeaturesAsync(Query(keys[i]), Ct)).Response);
            },
            iter: 15,
            threads: 1);
    }

    [Fact]
    public async Task Coalescer_LookupsOfTwoSets_AreTwoCalls()
    {
        await using var host = await ServingHost.StartAsync();
        using var counted = new CountedCalls(host.Server.Address);
        var coalescer = new Coalescer(new(counted.Invoker, Patient), TimeSpan.FromMilliseconds(300), Patient);

        FeatureQuery Query(int i) => i % 2 == 0 ? Airport($"A{i}") : new FeatureQuery("pairs@1").Key("origin", "A").Key("destination", $"B{i}");
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => GetAsync(coalescer, Query(i))));

        counted.Calls.Should().Be(2);
    }

    [Fact]
    public async Task Coalescer_FullBatch_DoesNotWait()
    {
        await using var host = await ServingHost.StartAsync();
        using var counted = new CountedCalls(host.Server.Address);
        var options = Patient with { MaxRowsPerCall = 10 };
        var coalescer = new Coalescer(new(counted.Invoker, options), TimeSpan.FromMinutes(5), options);

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => GetAsync(coalescer, Airport($"A{i}"))));

        answers.Should().OnlyContain(a => a.Message.Rows == 1);
        counted.Calls.Should().Be(3);
    }

    [Fact]
    public async Task GetFeatures_OneRowFails_OnlyItsCallerHasTheError()
    {
        await using var host = await ServingHost.StartAsync();
        using var client = new FeatureClient(host.Server.Address, Patient with { CoalesceWithin = Delay });
        long[] minutes = [1, 2, long.MaxValue, 4];

        var batches = await Task.WhenAll(minutes.Select(m => client.GetFeaturesAsync(Airport("ORD").Input("minutes", m), Ct)));

        batches.Select(b => b.Rows[0]["planned.minutes_more"]).Should().Equal(new(Status.Present, 2L), new(Status.Present, 3L), new(Status.Error, null), new(Status.Present, 5L));
        batches.Select(b => b.Errors.Count).Should().Equal(0, 0, 1, 0);
        batches[2].Errors[0].Should().BeEquivalentTo(new { Reason = "FEATURE_OVERFLOW", IsRetryable = false, Features = new[] { "planned.minutes_more" }, Rows = new[] { 0 } });
    }

    [Fact]
    public async Task GetFeatures_BatchThatTheServerRefuses_IsSentOneByOne()
    {
        await using var host = await ServingHost.StartAsync(o => o with { MaxRows = 2 });
        using var client = new FeatureClient(host.Server.Address, Patient with { CoalesceWithin = Delay });

        var batches = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => client.GetFeaturesAsync(Airport("ORD").Input("minutes", (long)i), Ct)));

        batches.Select(b => b.Rows[0]["planned.minutes_more"].Value).Should().Equal(1L, 2L, 3L, 4L, 5L);
    }

    [Fact]
    public async Task GetFeatures_OneCallerGivesUp_OthersGetTheirAnswers()
    {
        await using var host = await ServingHost.StartAsync();
        using var client = new FeatureClient(host.Server.Address, Patient with { CoalesceWithin = TimeSpan.FromMilliseconds(300) });
        using var impatient = new CancellationTokenSource();

        var given = client.GetFeaturesAsync(Airport("ATL"), impatient.Token);
        var other = client.GetFeaturesAsync(Airport("ORD"), Ct);
        await impatient.CancelAsync();

        await FluentActions.Awaiting(() => given).Should().ThrowAsync<OperationCanceledException>();
        (await other).Rows.Should().HaveCount(1);
    }

    private static FeatureQuery Airport(string name) => new FeatureQuery("delays@1").Key("airport", name);

    private static Task<Answer> GetAsync(Coalescer coalescer, FeatureQuery query) => coalescer.GetAsync(query.Request, TimeProvider.System.GetUtcNow().AddSeconds(20), Ct);

    /// <summary>Counts the calls of a client.</summary>
    private sealed class CountedCalls : Interceptor, IDisposable
    {
        private readonly GrpcChannel channel;
        private int calls;

        public CountedCalls(Uri address)
        {
            channel = GrpcChannel.ForAddress(address);
            Invoker = channel.Intercept(this);
        }

        public CallInvoker Invoker { get; }

        public int Calls => calls;

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            Interlocked.Increment(ref calls);
            return continuation(request, context);
        }

        public void Dispose() => channel.Dispose();
    }
}
