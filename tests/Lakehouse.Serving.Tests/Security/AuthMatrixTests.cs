using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Lakehouse.Catalog.Security;
using Lakehouse.Serving.V1;
using static Lakehouse.Serving.Tests.Security.SecureHost;

namespace Lakehouse.Serving.Tests.Security;

/// <summary>Who may read what: every caller, by every kind of call, for every set. The table below is what the rules promise; the test asks the server for each of its cells.</summary>
public sealed class AuthMatrixTests
{
    private static readonly string[] Sets = ["delays@1", "pairs@1", "everything@1", "nothing@1"];

    private static readonly AccessRule[] Rules =
    [
        new() { Callers = ["key:all"], Sets = ["*"] },
        new() { Callers = ["key:one"], Sets = ["delays@1"] },
        new() { Callers = ["key:other-version"], Sets = ["delays@2"] },
        new() { Callers = ["key:versions"], Sets = ["del*"] },
        new() { Callers = ["key:project"], Projects = ["flights"] },
        new() { Roles = ["analyst"], Sets = ["pairs@*"] },
        new() { Callers = ["jwt:bob"], Roles = ["admin"], Sets = ["*"] },
        new() { Claims = Claims("team", "risk"), Sets = ["delays", "everything"] },
    ];

    /// <summary>Caller, and for each set whether it may be read: y, n; u where the caller may read it and it does not exist.</summary>
    private static readonly (string Caller, string May)[] Table =
    [
        ("key all", "yyyu"), ("key one", "ynnn"), ("key other-version", "nnnn"), ("key versions", "ynnn"), ("key project", "nyyn"), ("key without-rule", "nnnn"),
        ("jwt analyst", "nynn"), ("jwt several-roles", "nynn"), ("jwt bob", "yyyu"), ("jwt bob-without-role", "nnnn"), ("jwt admin-not-bob", "nnnn"), ("jwt risk", "ynyn"),
        ("jwt analyst-of-risk", "yyyn"), ("jwt named-key-all", "nnnn"),
        ("none", "----"), ("garbage", "----"), ("basic", "----"), ("key revoked", "----"), ("key expired", "----"), ("jwt expired", "----"), ("jwt other-audience", "----"), ("jwt unsigned", "----"),
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Matrix_EveryCell_IsAsTheRulesSay()
    {
        await using var host = await StartAsync(s => s with { Rules = [.. Rules] }, o => o with { Rest = new(Port: 0) });
        using var rest = new HttpClient { BaseAddress = host.Host.Server.RestAddress };
        host.Security.Settings = host.Security.Settings with { Jwt = Jwt(host) };
        (host.Security.Projects["pairs@1"], host.Security.Projects["everything@1"]) = ("flights", "flights");
        var headers = Credentials(host);
        await host.RefreshAsync();

        var wrong = new List<string>();
        foreach (var (caller, may) in Table)
        {
            for (var i = 0; i < Sets.Length; i++)
            {
                foreach (var (kind, call) in Calls(host, rest))
                {
                    var outcome = await Outcome(() => call(Sets[i], headers[caller]));
                    var expected = Expected(caller, may[i], kind);
                    if (outcome != expected && (outcome.Status, expected.Status) != (StatusCode.NotFound, StatusCode.NotFound)) wrong.Add($"{caller} {kind} {Sets[i]}: {outcome} instead of {expected}");
                }
            }
        }

        wrong.Should().BeEmpty();
    }

    [Fact]
    public async Task ListSets_EveryCaller_ShowsWhatItMayRead()
    {
        await using var host = await StartAsync(s => s with { Rules = [.. Rules] });
        host.Security.Settings = host.Security.Settings with { Jwt = Jwt(host) };
        (host.Security.Projects["pairs@1"], host.Security.Projects["everything@1"]) = ("flights", "flights");
        var headers = Credentials(host);
        await host.RefreshAsync();

        foreach (var (caller, may) in Table)
        {
            var shown = new List<string>();
            var outcome = await Outcome(async () => shown.AddRange((await host.Raw.ListSetsAsync(new(), headers[caller], cancellationToken: Ct)).Sets.Select(s => s.Set)));

            outcome.Status.Should().Be(may[0] == '-' ? StatusCode.Unauthenticated : StatusCode.OK, caller);
            shown.Should().BeEquivalentTo(Sets.Where((_, i) => may[i] == 'y'), caller);
        }
    }

    [Fact]
    public async Task Denied_UnknownAndForbiddenSet_HaveOneAnswer()
    {
        await using var host = await StartAsync(s => s with { Rules = [.. Rules] });
        var headers = Bearer(host.Security.AddKey("one"));
        await host.RefreshAsync();

        async Task<RpcException> Refusal(string set)
        {
            var call = async () => await host.Raw.GetFeaturesAsync(Request(set), headers, cancellationToken: Ct);
            return (await call.Should().ThrowAsync<RpcException>()).Which;
        }

        var (forbidden, unknown, malformed) = (await Refusal("pairs@1"), await Refusal("nothing@1"), await Refusal("no set at all"));

        unknown.Status.Should().Be(forbidden.Status);
        malformed.Status.Should().Be(forbidden.Status);
        unknown.Trailers.GetValueBytes("grpc-status-details-bin").Should().Equal(forbidden.Trailers.GetValueBytes("grpc-status-details-bin"));
        forbidden.Status.Detail.Should().NotContain("pairs");
    }

    [Fact]
    public async Task Rules_ChangedWhileServing_HoldWithinTheRefresh()
    {
        await using var host = await StartAsync(s => s with { Rules = [.. Rules] });
        var (one, all) = (Bearer(host.Security.AddKey("one")), Bearer(host.Security.AddKey("all")));
        await host.RefreshAsync();
        var before = (await host.GetAsync("delays@1", one), await host.GetAsync("delays@1", all));

        host.Security.Settings = host.Security.Settings with { Rules = [new() { Callers = ["key:all"], Sets = ["delays"] }] };
        await host.RefreshAsync();
        var after = (await host.GetAsync("delays@1", one), await host.GetAsync("delays@1", all));

        before.Should().Be(((StatusCode.OK, ""), (StatusCode.OK, "")));
        after.Should().Be(((StatusCode.PermissionDenied, "ACCESS_DENIED"), (StatusCode.OK, "")));
    }

    [Fact]
    public async Task SecurityOff_NoCredentials_IsServed()
    {
        await using var host = await StartAsync(s => s with { Enabled = false });

        (await host.GetAsync("delays@1", [])).Should().Be((StatusCode.OK, ""));
    }

    private static Dictionary<string, Metadata> Credentials(SecureHost host)
    {
        var (issuer, security) = (host.Issuer, host.Security);
        Dictionary<string, object> Role(params string[] roles) => new() { ["roles"] = roles };
        var result = new Dictionary<string, Metadata>
        {
            ["none"] = [],
            ["garbage"] = Bearer("lhk_0123456789abcdef_0123456789012345678901234567890123456789012"),
            ["basic"] = new() { { "authorization", "Basic YWxsOmFsbA==" } },
            ["key expired"] = Bearer(security.AddKey("all", DateTimeOffset.UnixEpoch.AddHours(9))),
            ["jwt analyst"] = Bearer(issuer.Token(claims: Role("analyst"))),
            ["jwt several-roles"] = Bearer(issuer.Token(claims: new() { ["roles"] = "viewer analyst" })),
            ["jwt bob"] = Bearer(issuer.Token("bob", claims: Role("admin"))),
            ["jwt bob-without-role"] = Bearer(issuer.Token("bob")),
            ["jwt admin-not-bob"] = Bearer(issuer.Token("eve", claims: Role("admin"))),
            ["jwt risk"] = Bearer(issuer.Token(claims: new() { ["team"] = "risk" })),
            ["jwt analyst-of-risk"] = Bearer(issuer.Token(claims: new() { ["team"] = new[] { "fraud", "risk" }, ["roles"] = new[] { "analyst" } })),
            ["jwt named-key-all"] = Bearer(issuer.Token("key:all")),
            ["jwt expired"] = Bearer(issuer.Token("bob", validFor: TimeSpan.FromMinutes(-2), claims: Role("admin"))),
            ["jwt other-audience"] = Bearer(issuer.Token("bob", audience: "other", claims: Role("admin"))),
            ["jwt unsigned"] = Bearer(issuer.Unsigned()),
        };
        foreach (var name in Table.Select(t => t.Caller).Where(c => c.StartsWith("key ", StringComparison.Ordinal) && !result.ContainsKey(c)))
            result[name] = Bearer(security.AddKey(name == "key revoked" ? "revoked" : name[4..]));
        security.Revoke("revoked");
        return result;
    }

    /// <summary>The kinds of call that read a set.</summary>
    private static IEnumerable<(string Kind, Func<string, Metadata, Task> Call)> Calls(SecureHost host, HttpClient rest)
    {
        yield return ("GetFeatures", async (set, headers) => await host.Raw.GetFeaturesAsync(RequestFor(set), headers, cancellationToken: Ct));
        yield return ("DescribeSet", async (set, headers) => await host.Raw.DescribeSetAsync(new() { Set = set }, headers, cancellationToken: Ct));
        yield return ("StreamFeatures", async (set, headers) =>
        {
            using var stream = host.Raw.StreamFeatures(headers, cancellationToken: Ct);
            await WriteAsync(stream.RequestStream, RequestFor(set));
            (await stream.ResponseStream.MoveNext(Ct)).Should().BeTrue();
            if (stream.ResponseStream.Current.Error is { } error) throw Failure((StatusCode)error.Code, error.Reason);
        });
        yield return ("REST", async (set, headers) =>
        {
            var formatter = new JsonFormatter(JsonFormatter.Settings.Default);
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/features:get") { Content = new StringContent(formatter.Format(RequestFor(set)), Encoding.UTF8, "application/json") };
            foreach (var header in headers) request.Headers.TryAddWithoutValidation(header.Key, header.Value);
            using var answer = await rest.SendAsync(request, Ct);
            if (answer.IsSuccessStatusCode) return;
            var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;
            throw Failure((StatusCode)body.GetProperty("code").GetInt32(), body.GetProperty("details")[0].GetProperty("reason").GetString()!);
        });
    }

    private static RpcException Failure(StatusCode status, string reason) =>
        new(new(status, ""), new Metadata { { "grpc-status-details-bin", new Google.Rpc.Status { Details = { Any.Pack(new Google.Rpc.ErrorInfo { Reason = reason }) } }.ToByteArray() } });

    private static GetFeaturesRequest RequestFor(string set)
    {
        InputColumn Text(string name) => new() { Name = name, Strings = { "a" } };
        return set switch
        {
            "pairs@1" => new() { Set = set, Keys = { Text("origin"), Text("destination") } },
            "everything@1" => new()
            {
                Set = set,
                Keys =
                {
                    Text("k_text"), new InputColumn { Name = "k_int", Integers = { 1 } }, new InputColumn { Name = "k_day", Integers = { 1 } }, new InputColumn { Name = "k_at", Integers = { 1 } },
                    new InputColumn { Name = "k_flag", Bools = { true } }, new InputColumn { Name = "k_money", Integers = { 150 }, Scale = 2 },
                },
            },
            _ => Request(set),
        };
    }

    private static (StatusCode Status, string Reason) Expected(string caller, char may, string kind) => (may, caller) switch
    {
        ('y', _) => (StatusCode.OK, ""),
        ('u', _) => (StatusCode.NotFound, ""),
        ('n', _) => (StatusCode.PermissionDenied, "ACCESS_DENIED"),
        (_, "none") => (StatusCode.Unauthenticated, "CREDENTIAL_MISSING"),
        (_, "key expired" or "jwt expired") => (StatusCode.Unauthenticated, "CREDENTIAL_EXPIRED"),
        _ => (StatusCode.Unauthenticated, "CREDENTIAL_INVALID"),
    };

    private static System.Collections.Immutable.ImmutableSortedDictionary<string, string> Claims(string name, string value) => new AccessRule().Claims.Add(name, value);
}
