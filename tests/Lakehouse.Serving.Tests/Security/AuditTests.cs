using Grpc.Core;
using Lakehouse.Catalog.Security;
using static Lakehouse.Serving.Tests.Security.SecureHost;

namespace Lakehouse.Serving.Tests.Security;

/// <summary>What the audit trail says, when it says it, and what happens when it cannot.</summary>
public sealed class AuditTests
{
    private const int Room = 1_000;
    private static readonly AccessRule Delays = new() { Sets = ["delays", "later"] };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Trail_ServedFailedAndRefusedCalls_AreThereWithinTheBoundWithoutKeys()
    {
        await using var host = await StartAsync(new() { FlushAfter = TimeSpan.FromSeconds(1) });
        var headers = Bearer(host.Security.AddKey("trainer"));
        await host.RefreshAsync();
        var named = new Metadata { headers[0], { "x-request-id", "job-7" } };

        await host.GetAsync("delays@1", named, "ORD-SECRET", "ATL-SECRET");
        await host.GetAsync("later@1", headers);
        await host.GetAsync("pairs@1", headers);
        await host.GetAsync("delays@1", []);
        host.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        await UntilAsync(() => host.Security.Trail.Count == 4);

        var rows = host.Security.Trail.ToArray();
        rows.Select(r => (r.Caller, r.Call, r.Set, r.Keys, r.Outcome, r.Status, r.Reason)).Should().Equal(
            ("key:trainer", "GetFeatures", "delays@1", 2L, "served", "OK", null),
            ("key:trainer", "GetFeatures", "later@1", 1L, "failed", "NOT_FOUND", null),
            ("key:trainer", "GetFeatures", "pairs@1", 1L, "refused", "PERMISSION_DENIED", "ACCESS_DENIED"),
            ("", "GetFeatures", "", 0L, "refused", "UNAUTHENTICATED", "CREDENTIAL_MISSING"));
        rows[0].RequestId.Should().Be("job-7");
        rows.Select(r => r.RequestId).Should().OnlyHaveUniqueItems();
        rows.Should().OnlyContain(r => r.Peer!.StartsWith("127.0.0.1:") && r.AtMicros > 0);
        string.Concat(rows.Select(r => r.ToString())).Should().NotContain("SECRET");
    }

    [Fact]
    public async Task Trail_RefusedOverRest_NamesTheMethodAsOverGrpcAndHoldsNoTextOfTheCaller()
    {
        await using var host = await SecureHost.StartAsync(s => s with { Rules = [Delays], Audit = new() }, o => o with { Rest = new(Port: 0) });
        var headers = Bearer(host.Security.AddKey("trainer"));
        await host.RefreshAsync();
        using var http = new HttpClient { BaseAddress = host.Host.Server.RestAddress };

        foreach (var path in new[] { "/v1/sets", "/v1/sets/delays@1", "/v1/nothing/SECRET" }) (await http.GetAsync(path, Ct)).StatusCode.Should().Be(System.Net.HttpStatusCode.Unauthorized);
        (await http.PostAsync("/v1/features:get", new StringContent("{}"), Ct)).StatusCode.Should().Be(System.Net.HttpStatusCode.Unauthorized);
        (await host.GetAsync(new string('s', 100_000) + "@1", headers)).Status.Should().Be(StatusCode.PermissionDenied);
        host.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        await UntilAsync(() => host.Security.Trail.Count == 5);

        host.Security.Trail.Select(r => r.Call).Should().Equal("ListSets", "DescribeSet", "", "GetFeatures", "GetFeatures");
        host.Security.Trail.Last().Set.Should().HaveLength(256, "a name that is made up must not fill the memory");
    }

    [Fact]
    public async Task Trail_ServerStops_HoldsEveryCallOnce()
    {
        var host = await StartAsync(new() { FlushAfter = TimeSpan.FromSeconds(60), FlushRows = 70 });
        var headers = Bearer(host.Security.AddKey("trainer"));
        await host.RefreshAsync();
        for (var i = 0; i < 100; i++) await host.GetAsync("delays@1", new Metadata { headers[0], { "x-request-id", $"{i}" } });

        await host.DisposeAsync();

        host.Security.Trail.Select(r => r.RequestId).Should().BeEquivalentTo(Enumerable.Range(0, 100).Select(i => $"{i}"));
    }

    [Fact]
    public async Task Trail_CannotBeWrittenForLong_CallsAreRefusedAndGoOnWhenItCan()
    {
        await using var host = await StartAsync(new() { BufferRows = Room, FlushRows = 100 });
        var headers = Bearer(host.Security.AddKey("trainer"));
        await host.RefreshAsync();
        host.Security.TrailBroken = new IOException("the table is away");

        var served = 0;
        (StatusCode, string) outcome;
        while ((outcome = await host.GetAsync("delays@1", headers)) == (StatusCode.OK, "")) served++;
        host.Security.TrailBroken = null;
        await UntilAsync(() => Written(host) >= served);

        outcome.Should().Be((StatusCode.Unavailable, "AUDIT_UNAVAILABLE"));
        served.Should().BeInRange(Room, 2 * Room, "a batch that is being written has left the buffer");
        (await host.GetAsync("delays@1", headers)).Should().Be((StatusCode.OK, ""));
        host.Security.Trail.Should().HaveCount(served).And.OnlyContain(r => r.Outcome == "served");
        host.Host.Log.Lines.Where(l => l.Contains("AuditFailed")).Should().ContainSingle();
    }

    [Fact]
    public async Task Trail_CannotBeWrittenAndMayDrop_CallsGoOnAndARowCountsWhatIsLost()
    {
        await using var host = await StartAsync(new() { BufferRows = Room, RefusesWhenFull = false });
        var headers = Bearer(host.Security.AddKey("trainer"));
        await host.RefreshAsync();
        host.Security.TrailBroken = new IOException("the table is away");

        for (var i = 0; i < 2_500; i++) (await host.GetAsync("delays@1", headers)).Should().Be((StatusCode.OK, ""));
        host.Security.TrailBroken = null;
        await UntilAsync(() => Written(host) + Lost(host) == 2_500);

        Lost(host).Should().BePositive();
        Written(host).Should().BeLessThanOrEqualTo(2 * Room);
    }

    [Fact]
    public async Task Trail_AFloodWithoutCredentials_GetsFewRowsAndIsCounted()
    {
        await using var host = await StartAsync(new());

        for (var i = 0; i < 300; i++) await host.GetAsync("delays@1", []);
        await UntilAsync(() =>
        {
            host.Host.Clock.Advance(TimeSpan.FromSeconds(1));
            return host.Security.Trail.Count(r => r.Outcome == "refused") + Lost(host) == 300;
        });

        host.Security.Trail.Count(r => r.Outcome == "refused").Should().Be(100);
    }

    [Fact]
    public async Task Start_TrailCannotBeMadeReady_Fails()
    {
        var security = new MemorySecurity { TrailBroken = new IOException("the table is away") };
        security.Settings = security.Settings with { Audit = new() };

        var start = () => ServingHost.StartAsync(o => o with { Security = new() { Source = security } });

        await start.Should().ThrowAsync<IOException>();
    }

    private static int Written(SecureHost host)
    {
        host.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        return host.Security.Trail.Count(r => r.Outcome == "served");
    }

    private static long Lost(SecureHost host) => host.Security.Trail.Where(r => r.Outcome == "lost").Sum(r => r.Keys);

    private static Task<SecureHost> StartAsync(AuditSettings audit) => SecureHost.StartAsync(s => s with { Rules = [Delays], Audit = audit });
}
