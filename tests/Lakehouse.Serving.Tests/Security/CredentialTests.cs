using System.Net;
using System.Text;
using Grpc.Core;
using Grpc.Health.V1;
using Lakehouse.Catalog.Security;
using Microsoft.IdentityModel.Tokens;
using static Lakehouse.Serving.Tests.Security.SecureHost;

namespace Lakehouse.Serving.Tests.Security;

/// <summary>Which credentials are good, which are not, and when that changes.</summary>
public sealed class CredentialTests
{
    private static readonly (StatusCode, string) Served = (StatusCode.OK, "");
    private static readonly (StatusCode, string) Invalid = (StatusCode.Unauthenticated, "CREDENTIAL_INVALID");
    private static readonly (StatusCode, string) Expired = (StatusCode.Unauthenticated, "CREDENTIAL_EXPIRED");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Token_OfEveryKindOfKey_IsTakenAndManipulatedOnesAreNot()
    {
        await using var host = await StartAsync();
        var issuer = host.Issuer;
        var good = issuer.Token();
        using var foreign = new Issuer(issuer.File, DateTimeOffset.UnixEpoch.AddHours(10));

        var outcomes = new Dictionary<string, (StatusCode, string)>();
        foreach (var (name, token) in new (string, string)[]
        {
            ("RS256", good), ("PS256", issuer.Token(algorithm: SecurityAlgorithms.RsaSsaPssSha256)), ("ES256", issuer.Token(key: issuer.Ec, algorithm: SecurityAlgorithms.EcdsaSha256)),
            ("HS256", issuer.Token(key: issuer.Shared, algorithm: SecurityAlgorithms.HmacSha256)), ("not before now", issuer.Token(notBefore: TimeSpan.Zero)),
            ("within the skew", issuer.Token(validFor: TimeSpan.FromSeconds(-20))),
            ("other key, same id", foreign.Token()), ("same key, other id", issuer.Token(key: issuer.Renamed("unknown"))), ("names another key", issuer.Token(key: issuer.Renamed(issuer.Ec.KeyId))), ("confused", issuer.Confused()), ("unsigned", issuer.Unsigned()), ("cut", good[..^3]), ("changed", good.Replace(".", "A.", StringComparison.Ordinal)),
            ("issuer", issuer.Token(issuer: "https://other")), ("audience", issuer.Token(audience: "other")), ("future", issuer.Token(notBefore: TimeSpan.FromMinutes(1))),
            ("endless", issuer.Token(validFor: Timeout.InfiniteTimeSpan)), ("nobody", issuer.Token(subject: "")), ("long", new string('a', 20_000)), ("dots", "..."),
        }) outcomes[name] = await host.GetAsync("delays@1", Bearer(token));

        outcomes.Take(6).Where(o => o.Value != Served).Should().BeEmpty();
        outcomes.Skip(6).Where(o => o.Value != Invalid).Should().BeEmpty();
    }

    [Fact]
    public async Task Token_CachedThenExpired_IsRefused()
    {
        await using var host = await StartAsync();
        var headers = Bearer(host.Issuer.Token(validFor: TimeSpan.FromMinutes(1)));

        var before = await host.GetAsync("delays@1", headers);
        host.Host.Clock.Advance(TimeSpan.FromSeconds(91));
        var after = await host.GetAsync("delays@1", headers);

        (before, after).Should().Be((Served, Expired));
    }

    [Fact]
    public async Task Token_OfARotatedKey_IsTakenAtOnceAndThoseOfTheOldKeyNoMore()
    {
        await using var host = await StartAsync();
        var old = Bearer(host.Issuer.Token());
        var before = await host.GetAsync("delays@1", old);
        using var rotated = new Issuer(host.Issuer.File, DateTimeOffset.UnixEpoch.AddHours(10), "-2");
        rotated.Publish();

        var unknownKey = await host.GetAsync("delays@1", Bearer(rotated.Token()));
        var withdrawn = await host.GetAsync("delays@1", old);

        (before, unknownKey, withdrawn).Should().Be((Served, Served, Invalid));
    }

    [Fact]
    public async Task Token_KeysFromAUrlThatComesLate_IsTakenWhenTheyAreThere()
    {
        await using var host = await StartAsync();
        var listener = new HttpListener();
        var port = FreePort();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        host.Security.Settings = host.Security.Settings with { Jwt = Jwt(host) with { KeysFile = null, KeysUrl = $"http://127.0.0.1:{port}/keys" } };
        await host.RefreshAsync();
        using var rotated = new Issuer(host.Issuer.File, DateTimeOffset.UnixEpoch.AddHours(10), "-url");
        var headers = Bearer(rotated.Token());
        var before = await host.GetAsync("delays@1", headers);

        listener.Start();
        var serving = ServeAsync(listener, rotated.KeySet());
        host.Host.Clock.Advance(TimeSpan.FromSeconds(11));
        await UntilAsync(() => host.GetAsync("delays@1", headers).GetAwaiter().GetResult() == Served);
        listener.Stop();
        await serving;

        before.Should().Be(Invalid);
    }

    [Fact]
    public async Task ApiKey_RevokedAndExpired_IsRefusedThoughItWasCached()
    {
        await using var host = await StartAsync();
        var revoked = new Metadata { { "x-api-key", host.Security.AddKey("a") } };
        var expiring = Bearer(host.Security.AddKey("b", host.Host.Clock.GetUtcNow().AddMinutes(1)));
        await host.RefreshAsync();
        var before = (await host.GetAsync("delays@1", revoked), await host.GetAsync("delays@1", expiring));

        host.Security.Revoke("a");
        await host.RefreshAsync();
        var first = await host.GetAsync("delays@1", revoked);
        host.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await host.GetAsync("delays@1", expiring);

        before.Should().Be((Served, Served));
        (first, second).Should().Be((Invalid, Expired));
    }

    [Fact]
    public async Task Credentials_OfTwoKindsAtOnce_AreRefusedThoughOneIsGood()
    {
        await using var host = await StartAsync();
        var (key, token) = (host.Security.AddKey("a"), host.Issuer.Token());
        await host.RefreshAsync();

        (await host.GetAsync("delays@1", Bearer(token))).Should().Be(Served);
        foreach (var other in new[] { key, "nonsense", token }) (await host.GetAsync("delays@1", new() { Bearer(token)[0], { "x-api-key", other } })).Should().Be(Invalid, other);
    }

    [Fact]
    public async Task Source_CannotBeReadAgain_WhatWasReadStaysAndIsLoggedOnce()
    {
        await using var host = await StartAsync();
        var headers = Bearer(host.Issuer.Token());

        host.Security.Broken = new IOException("the lake is away");
        await host.RefreshAsync();
        await host.RefreshAsync();

        (await host.GetAsync("delays@1", headers)).Should().Be(Served);
        host.Host.Log.Lines.Where(l => l.Contains("SecurityStale")).Should().ContainSingle();
    }

    [Fact]
    public async Task Source_SaysNothingOfSecurityAnyMore_StaysOnUntilItIsTurnedOff()
    {
        await using var host = await StartAsync();
        var nobody = new Metadata();

        // As a lake whose folder is not mounted, or whose file is just being replaced.
        host.Security.Settings = SecuritySettings.Off;
        await host.RefreshAsync();
        var gone = (await host.GetAsync("delays@1", nobody), await host.GetAsync("delays@1", Bearer(host.Issuer.Token())));
        host.Security.Settings = new() { Enabled = false };
        await host.RefreshAsync();
        var off = await host.GetAsync("delays@1", nobody);

        gone.Should().Be(((StatusCode.Unauthenticated, "CREDENTIAL_MISSING"), Served));
        host.Host.Log.Lines.Where(l => l.Contains("SecurityStale")).Should().ContainSingle();
        off.Should().Be(Served);
    }

    [Fact]
    public async Task Health_WithoutCredentials_IsOpenAndReflectionOnlyWhereSettingsSaySo()
    {
        await using var host = await StartAsync();
        var health = new Health.HealthClient(host.Channel);
        async Task<(StatusCode, string)> Reflect() => await Outcome(async () =>
        {
            using var call = new Grpc.Reflection.V1.ServerReflection.ServerReflectionClient(host.Channel).ServerReflectionInfo(cancellationToken: Ct);
            await WriteAsync(call.RequestStream, new() { ListServices = "" });
            await call.ResponseStream.MoveNext(Ct);
        });

        var status = (await health.CheckAsync(new() { Service = "live" }, cancellationToken: Ct)).Status;
        var closed = await Reflect();
        host.Security.Settings = host.Security.Settings with { OpenReflection = true };
        await host.RefreshAsync();
        var open = await Reflect();

        status.Should().Be(HealthCheckResponse.Types.ServingStatus.Serving);
        (closed, open).Should().Be(((StatusCode.Unauthenticated, "CREDENTIAL_MISSING"), Served));
    }

    private static async Task<SecureHost> StartAsync()
    {
        var host = await SecureHost.StartAsync(s => s with { Rules = [new AccessRule { Sets = ["*"] }] });
        host.Security.Settings = host.Security.Settings with { Jwt = Jwt(host) };
        await host.RefreshAsync();
        return host;
    }

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private static async Task ServeAsync(HttpListener listener, string text)
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text), CancellationToken.None);
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test has stopped it.
        }
    }
}
