using CsCheck;
using Grpc.Core;
using Lakehouse.Catalog.Security;
using Lakehouse.Serving.Internal.Security;
using Microsoft.Extensions.Time.Testing;
using static Lakehouse.Serving.Tests.Security.SecureHost;

namespace Lakehouse.Serving.Tests.Security;

/// <summary>How much callers may read.</summary>
public sealed class QuotaTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_BeyondTheQuota_AreRefusedUntilTheTimeInRetryInfo()
    {
        await using var host = await StartAsync(new CallerQuota("key:slow", CallsPerSecond: 2, KeysPerSecond: null));
        var (one, other, free) = (Bearer(host.Security.AddKey("slow")), Bearer(host.Security.AddKey("slow")), Bearer(host.Security.AddKey("free")));
        await host.RefreshAsync();

        var first = (await host.GetAsync("delays@1", one), await host.GetAsync("delays@1", other));
        var refusal = await RefusalAsync(host, one);
        var beside = await host.GetAsync("delays@1", free);
        var wait = RetryOf(refusal);
        host.Host.Clock.Advance(wait - TimeSpan.FromMilliseconds(1));
        var tooEarly = await host.GetAsync("delays@1", one);
        host.Host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var inTime = await host.GetAsync("delays@1", other);

        first.Should().Be(((StatusCode.OK, ""), (StatusCode.OK, "")), "both keys are of one caller");
        (refusal.StatusCode, ReasonOf(refusal)).Should().Be((StatusCode.ResourceExhausted, "QUOTA_CALLS"));
        wait.Should().Be(TimeSpan.FromMilliseconds(500));
        (beside, inTime).Should().Be(((StatusCode.OK, ""), (StatusCode.OK, "")));
        tooEarly.Should().Be((StatusCode.ResourceExhausted, "QUOTA_CALLS"));
    }

    [Fact]
    public async Task Keys_ALargeBatch_PassesAndIsWaitedForAfterwards()
    {
        await using var host = await StartAsync(new CallerQuota("*", CallsPerSecond: null, KeysPerSecond: 10));
        var headers = Bearer(host.Security.AddKey("slow"));
        await host.RefreshAsync();

        var batch = await host.GetAsync("delays@1", headers, [.. Enumerable.Range(0, 25).Select(i => $"k{i}")]);
        var refusal = await RefusalAsync(host, headers);

        batch.Should().Be((StatusCode.OK, ""));
        (ReasonOf(refusal), RetryOf(refusal)).Should().Be(("QUOTA_KEYS", TimeSpan.FromSeconds(1.6)), "15 keys of debt and one more, at 10 a second");
    }

    [Fact]
    public void Bucket_AnyCalls_KeepsTheRateAndTellsTheExactWait() =>
        Gen.Select(Gen.Int[1, 2_000], Gen.Select(Gen.Int[0, 3_000], Gen.Int[1, 20]).Array[1, 60]).Sample((rate, steps) =>
        {
            var clock = new FakeTimeProvider();
            var bucket = new TokenBucket(rate, clock);
            var (balance, last) = ((double)rate, clock.GetUtcNow());
            foreach (var (pause, tokens) in steps)
            {
                clock.Advance(TimeSpan.FromMilliseconds(pause));
                balance = Math.Min(rate, balance + ((clock.GetUtcNow() - last).TotalSeconds * rate));
                last = clock.GetUtcNow();

                var may = bucket.TryTake(tokens, out var wait);

                // Ticks of 100 ns are what the clock can tell: at the edge both answers are right.
                if (Math.Abs(balance - 1) > 0.01) may.Should().Be(balance > 1);
                if (may) balance -= tokens;
                else wait.TotalSeconds.Should().BeApproximately((1 - balance) / rate, 1e-3);
            }
        });

    [Fact]
    public void Pattern_AnyNames_FitAsARegularExpressionSays() =>
        Gen.Select(Gen.Char["ab*@"].Array[0, 8], Gen.Char["ab@"].Array[0, 10]).Sample((pattern, name) =>
        {
            var regex = "^" + string.Concat(pattern.Select(c => c == '*' ? ".*" : c.ToString())) + "$";
            Pattern.Fits(pattern, name).Should().Be(System.Text.RegularExpressions.Regex.IsMatch(new string(name), regex));
        });

    private static Task<SecureHost> StartAsync(params CallerQuota[] quotas) =>
        SecureHost.StartAsync(s => s with { Rules = [new AccessRule { Sets = ["*"] }], Quotas = [.. quotas] });

    private static async Task<RpcException> RefusalAsync(SecureHost host, Metadata headers)
    {
        var call = async () => await host.Raw.GetFeaturesAsync(Request("delays@1"), headers, cancellationToken: Ct);
        return (await call.Should().ThrowAsync<RpcException>()).Which;
    }

    private static TimeSpan RetryOf(RpcException e) =>
        Google.Rpc.Status.Parser.ParseFrom(e.Trailers.GetValueBytes("grpc-status-details-bin")).Details.Single(d => d.Is(Google.Rpc.RetryInfo.Descriptor))
            .Unpack<Google.Rpc.RetryInfo>().RetryDelay.ToTimeSpan();
}
