using Grpc.Core;
using Grpc.Net.Client;
using Lakehouse.Catalog.Security;
using Lakehouse.Serving.Tests.Security;
using Lakehouse.Serving.Tests.Telemetry;
using Lakehouse.Serving.V1;
using static Lakehouse.Serving.Tests.Security.SecureHost;

namespace Lakehouse.Serving.Tests.Push;

/// <summary>Who may push what: every caller, by both kinds of call, to a contract that is there, another version of it and one that is not.</summary>
public sealed class PushAccessTests
{
    private static readonly string[] Contracts = ["readings@1", "readings@2", "nothing@1"];

    private static readonly AccessRule[] Rules =
    [
        new() { Callers = ["key:feed"], Push = ["readings@1"] },
        new() { Callers = ["key:versions"], Push = ["readings"] },
        new() { Callers = ["key:all"], Push = ["*"] },
        new() { Callers = ["key:other"], Push = ["nothing@1"] },
        new() { Callers = ["key:reader"], Sets = ["*"] },
    ];

    /// <summary>Caller, and for each contract: y pushed, u allowed but not there, n refused, - not known who calls.</summary>
    private static readonly (string Caller, string May)[] Table =
    [
        ("feed", "ynn"), ("versions", "yun"), ("all", "yuu"), ("other", "nnu"), ("reader", "nnn"), ("without-rule", "nnn"), ("revoked", "---"), ("none", "---"), ("garbage", "---"),
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Matrix_EveryCell_IsAsTheRulesSayAndIsAuditedAndCounted()
    {
        var security = new MemorySecurity();
        security.Settings = security.Settings with { Rules = [.. Rules], Audit = new() };
        var headers = Table.ToDictionary(t => t.Caller, t => t.Caller switch { "none" => [], "garbage" => Bearer("nonsense"), var name => Bearer(security.AddKey(name)) });
        security.Revoke("revoked");
        await using var host = await PushHost.StartAsync(serving: o => o with { Security = new() { Source = security }, Telemetry = new() { MetricsPort = 0 } });
        using var channel = GrpcChannel.ForAddress(host.Server.Server.Address);
        var client = new PushService.PushServiceClient(channel);

        var (wrong, pushed) = (new List<string>(), 0);
        foreach (var (caller, may) in Table)
        {
            for (var i = 0; i < Contracts.Length; i++)
            {
                foreach (var isStream in new[] { false, true })
                {
                    var request = Request(Contracts[i], $"{caller}-{isStream}");
                    var outcome = await Outcome(async () => (await PushAsync(client, request, headers[caller], isStream)).Accepted.Should().Be(1));
                    var expected = Expected(caller, may[i]);
                    if (expected.Status == StatusCode.OK) pushed++;
                    if (outcome != expected) wrong.Add($"{caller} {Contracts[i]} stream {isStream}: {outcome} instead of {expected}");
                }
            }
        }

        var page = await MetricsTests.ScrapeAsync(host.Server);
        await UntilAsync(() =>
        {
            host.Server.Clock.Advance(TimeSpan.FromSeconds(1));
            return security.Trail.Count >= Table.Length * Contracts.Length * 2;
        });

        wrong.Should().BeEmpty();
        (await host.RowsAsync()).Should().Be(pushed, "what was refused left nothing in the lake");
        security.Trail.Where(r => r.Outcome == "served").Should().HaveCount(pushed).And.OnlyContain(r => r.Call == "Push" && r.Set == "readings@1" && r.Keys == 1);
        security.Trail.Where(r => r.Reason == "ACCESS_DENIED").Should().HaveCount(2 * Table.Sum(t => t.May.Count(m => m == 'n')));
        page["lakehouse_serving_push_events_total{contract=\"readings@1\",outcome=\"accepted\",reason=\"\"}"].Should().Be(pushed);
        page["lakehouse_serving_push_duration_seconds_count{contract=\"readings@1\",status=\"OK\"}"].Should().Be(pushed);
        page["lakehouse_serving_push_duration_seconds_count{contract=\"\",status=\"NOT_FOUND\"}"].Should()
            .Be(2 * Table.Sum(t => t.May.Count(m => m == 'u')), "contracts that callers make up are no series");
        page["lakehouse_serving_calls_refused_total{reason=\"ACCESS_DENIED\"}"].Should().Be(2 * Table.Sum(t => t.May.Count(m => m == 'n')));
    }

    [Fact]
    public async Task Metrics_DuplicateAndRefusedEvents_AreCountedByReason()
    {
        await using var host = await PushHost.StartAsync(serving: o => o with { Telemetry = new() { MetricsPort = 0 } });
        await host.Pusher.PushAsync(PushHost.Batch("a", "b"), Ct);
        await host.Pusher.PushAsync(PushHost.Batch("a", "", "c").Column("colour", null, null, "red"), Ct);

        var page = await MetricsTests.ScrapeAsync(host.Server);

        double Events(string outcome, string reason) => page[$"lakehouse_serving_push_events_total{{contract=\"readings@1\",outcome=\"{outcome}\",reason=\"{reason}\"}}"];
        (Events("accepted", ""), Events("duplicate", "")).Should().Be((3, 1));
        Events("refused", "UNKNOWN_COLUMN").Should().Be(1);
    }

    private static PushRequest Request(string contract, string id) => new()
    {
        Contract = contract, Columns = { new InputColumn { Name = "id", Strings = { id } }, new InputColumn { Name = "taken_at", Integers = { 0 } } },
    };

    private static async Task<PushResponse> PushAsync(PushService.PushServiceClient client, PushRequest request, Metadata headers, bool isStream)
    {
        if (!isStream) return await client.PushAsync(request, headers, cancellationToken: Ct);
        using var stream = client.PushStream(headers, cancellationToken: Ct);
        await WriteAsync(stream.RequestStream, request);
        (await stream.ResponseStream.MoveNext(Ct)).Should().BeTrue();
        return stream.ResponseStream.Current;
    }

    private static (StatusCode Status, string Reason) Expected(string caller, char may) => (may, caller) switch
    {
        ('y', _) => (StatusCode.OK, ""),
        ('u', _) => (StatusCode.NotFound, "CONTRACT_NOT_FOUND"),
        ('n', _) => (StatusCode.PermissionDenied, "ACCESS_DENIED"),
        (_, "none") => (StatusCode.Unauthenticated, "CREDENTIAL_MISSING"),
        _ => (StatusCode.Unauthenticated, "CREDENTIAL_INVALID"),
    };
}
