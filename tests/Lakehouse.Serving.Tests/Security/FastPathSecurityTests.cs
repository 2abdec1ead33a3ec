using Grpc.Core;
using Lakehouse.Catalog.Security;
using Lakehouse.Features;
using Lakehouse.Online.Cache;
using Lakehouse.Serving.Tests.Telemetry;
using Lakehouse.Serving.V1;
using static Lakehouse.Serving.Tests.Security.SecureHost;

namespace Lakehouse.Serving.Tests.Security;

/// <summary>Calls that the near cache could answer before gRPC begins: access, quota and audit hold for them as for any other.</summary>
public sealed class FastPathSecurityTests
{
    private const string Hits = "lakehouse_serving_cache_hits_total{view=\"route_delays@1\"}";
    private static readonly AccessRule Readers = new() { Callers = ["key:reader", "key:slow", "jwt:alice"], Sets = ["pairs@1"] };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>One connection, so that streams are used again by other callers than before.</summary>
    [Fact]
    public async Task Cached_ManyCallersOnOneConnection_EachGetsItsOwnAnswerAndItsOwnRow()
    {
        await using var host = await StartAsync(new());
        var (reader, stranger, revoked) = (Bearer(host.Security.AddKey("reader")), Bearer(host.Security.AddKey("stranger")), Bearer(host.Security.AddKey("revoked")));
        host.Security.Revoke("revoked");
        await host.RefreshAsync();
        await AskAsync(host, reader);
        (Metadata Headers, StatusCode Expected)[] callers =
        [
            (reader, StatusCode.OK), (stranger, StatusCode.PermissionDenied), (revoked, StatusCode.Unauthenticated), ([], StatusCode.Unauthenticated),
            (new Metadata { { "x-api-key", reader[0].Value["Bearer ".Length..] } }, StatusCode.OK), (Bearer("nonsense"), StatusCode.Unauthenticated),
        ];

        var outcomes = new List<(StatusCode Got, StatusCode Expected)>();
        for (var round = 0; round < 10; round++)
        {
            var calls = Enumerable.Range(0, 30).Select(i => callers[(i + round) % callers.Length]).Select(async c => ((await AskAsync(host, c.Headers)).Status, c.Expected));
            outcomes.AddRange(await Task.WhenAll(calls));
        }

        var hits = (await MetricsTests.ScrapeAsync(host.Host))[Hits];
        await UntilAsync(() =>
        {
            host.Host.Clock.Advance(TimeSpan.FromSeconds(1));
            return host.Security.Trail.Count(r => r.Outcome == "served") == 101;
        });

        outcomes.Should().HaveCount(300).And.OnlyContain(o => o.Got == o.Expected);
        hits.Should().BeGreaterThanOrEqualTo(100, "what was allowed came from the cache");
        host.Security.Trail.Where(r => r.Caller == "key:reader").Should().HaveCount(101)
            .And.OnlyContain(r => r.Outcome == "served" && r.Set == "pairs@1" && r.Keys == 1 && r.Call == "GetFeatures");
        host.Security.Trail.Where(r => r.Caller == "key:stranger").Should().HaveCount(50).And.OnlyContain(r => r.Outcome == "refused" && r.Reason == "ACCESS_DENIED");
        host.Security.Trail.Select(r => r.RequestId).Where(id => id is not null).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Cached_QuotaUsedUp_IsRefusedUntilItIsThereAgain()
    {
        await using var host = await StartAsync(new() { Enabled = false }, new CallerQuota("key:slow", CallsPerSecond: 3, KeysPerSecond: null));
        var (slow, reader) = (Bearer(host.Security.AddKey("slow")), Bearer(host.Security.AddKey("reader")));
        await host.RefreshAsync();
        await AskAsync(host, reader);
        var before = (await MetricsTests.ScrapeAsync(host.Host))[Hits];

        var outcomes = new List<(StatusCode, string)>();
        for (var i = 0; i < 5; i++) outcomes.Add(await AskAsync(host, slow));
        host.Host.Clock.Advance(TimeSpan.FromMilliseconds(400));
        var later = await AskAsync(host, slow);
        var page = await MetricsTests.ScrapeAsync(host.Host);

        var refused = (StatusCode.ResourceExhausted, "QUOTA_CALLS");
        outcomes.Should().Equal((StatusCode.OK, ""), (StatusCode.OK, ""), (StatusCode.OK, ""), refused, refused);
        later.Should().Be((StatusCode.OK, ""));
        (page[Hits] - before).Should().BeGreaterThanOrEqualTo(3);
        page["lakehouse_serving_calls_refused_total{reason=\"QUOTA_CALLS\"}"].Should().Be(2);
    }

    [Fact]
    public async Task Cached_CredentialOrRuleEndsBetweenCallsOfOneStreamObject_IsRefused()
    {
        await using var host = await StartAsync(new() { Enabled = false });
        host.Security.Settings = host.Security.Settings with { Jwt = Jwt(host) };
        var (token, key) = (Bearer(host.Issuer.Token("alice", validFor: TimeSpan.FromMinutes(10))), Bearer(host.Security.AddKey("reader")));
        await host.RefreshAsync();
        for (var i = 0; i < 3; i++) (await AskAsync(host, token), await AskAsync(host, key)).Should().Be(((StatusCode.OK, ""), (StatusCode.OK, "")));

        host.Security.Revoke("reader");
        await host.RefreshAsync();
        var (tokenHolds, keyRevoked) = (await AskAsync(host, token), await AskAsync(host, key));
        host.Host.Clock.Advance(TimeSpan.FromMinutes(11));
        var tokenExpired = await AskAsync(host, token);

        (tokenHolds, keyRevoked).Should().Be(((StatusCode.OK, ""), (StatusCode.Unauthenticated, "CREDENTIAL_INVALID")));
        tokenExpired.Should().Be((StatusCode.Unauthenticated, "CREDENTIAL_EXPIRED"));
    }

    private static async Task<SecureHost> StartAsync(AuditSettings audit, params CallerQuota[] quotas)
    {
        var host = await SecureHost.StartAsync(
            s => s with { Rules = [Readers], Quotas = [.. quotas], Audit = audit }, o => o with { Cache = new NearCacheOptions(), Telemetry = new() { MetricsPort = 0 } });
        await host.Host.SyncAsync(ServingHost.Pairs, ServingHost.Row(["A", "B"], 9 * ServingHost.Hour, Value.Int64(5)));
        return host;
    }

    private static Task<(StatusCode Status, string Reason)> AskAsync(SecureHost host, Metadata headers) => Outcome(async () =>
    {
        InputColumn Text(string name, string value) => new() { Name = name, Strings = { value } };
        var request = new GetFeaturesRequest { Set = "pairs@1", Keys = { Text("origin", "A"), Text("destination", "B") } };
        (await host.Raw.GetFeaturesAsync(request, headers, cancellationToken: Ct)).Features[0].Integers.Should().Equal(5);
    });
}
