using Grpc.Core;

namespace Lakehouse.Client.Tests.Security;

/// <summary>The client against a real server with TLS and access rules.</summary>
public sealed class SecureClientTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static FeatureQuery Query => new FeatureQuery("delays@1").Key("airport", "ORD");

    [Fact]
    public async Task GetFeatures_ApiKeyOrToken_IsAnsweredAndBoundByTheRules()
    {
        await using var service = await SecureService.StartAsync();
        var asked = 0;
        using var byKey = Client(service, FeatureCredentials.ApiKey(service.Key));
        using var byToken = Client(service, FeatureCredentials.Bearer(_ =>
        {
            asked++;
            return new(service.Key);
        }));

        (await byKey.GetFeaturesAsync(Query, Ct)).Rows.Should().HaveCount(1);
        (await byToken.GetFeaturesAsync(Query, Ct)).Rows.Should().HaveCount(1);
        (await byToken.GetFeaturesAsync(Query, Ct)).Rows.Should().HaveCount(1);
        asked.Should().Be(2, "a token may expire between two calls");
        (await StatusAsync(byKey, new FeatureQuery("pairs@1").Key("origin", "A").Key("destination", "B"))).Should().Be(StatusCode.PermissionDenied);
        using var byNobody = Client(service, credentials: null);
        (await StatusAsync(byNobody, Query)).Should().Be(StatusCode.Unauthenticated);
    }

    [Fact]
    public async Task GetFeatures_SeveralReplicasWithTls_AreAnswered()
    {
        await using var service = await SecureService.StartAsync();
        using var client = new FeatureClient(
            [new("https://127.0.0.1:1"), service.Address],
            new() { Tls = new() { AuthorityFile = service.Authority.File }, Credentials = FeatureCredentials.ApiKey(service.Key), Deadline = TimeSpan.FromSeconds(20) });

        for (var call = 0; call < 5; call++) (await client.GetFeaturesAsync(Query, Ct)).Rows.Should().HaveCount(1);
    }

    [Fact]
    public async Task GetFeatures_ServerOfAnotherAuthority_IsNotTrusted()
    {
        await using var service = await SecureService.StartAsync();
        using var other = new Authority(service.Folder, "other");
        using var client = Client(service, FeatureCredentials.ApiKey(service.Key), new() { AuthorityFile = other.File });

        (await StatusAsync(client, Query)).Should().Be(StatusCode.Internal, "a certificate that is not trusted is nothing to try again");
    }

    [Fact]
    public async Task GetFeatures_MutualTls_NeedsACertificateOfTheAuthority()
    {
        await using var service = await SecureService.StartAsync(wantsClientCertificate: true);
        var (certificate, key) = service.Authority.Sign("caller");
        var tls = new FeatureClientTls { AuthorityFile = service.Authority.File, CertificateFile = certificate, KeyFile = key };
        using var with = Client(service, FeatureCredentials.ApiKey(service.Key), tls);
        using var without = Client(service, FeatureCredentials.ApiKey(service.Key));

        (await with.GetFeaturesAsync(Query, Ct)).Rows.Should().HaveCount(1);
        (await StatusAsync(without, Query)).Should().NotBe(StatusCode.OK);
    }

    private static FeatureClient Client(SecureService service, FeatureCredentials? credentials, FeatureClientTls? tls = null) => new(
        service.Address,
        new()
        {
            Tls = tls ?? new() { AuthorityFile = service.Authority.File }, Credentials = credentials, WaitForReady = false, MaxAttempts = 1, Deadline = TimeSpan.FromSeconds(20),
        });

    private static async Task<StatusCode> StatusAsync(FeatureClient client, FeatureQuery query)
    {
        try
        {
            await client.GetFeaturesAsync(query, Ct);
            return StatusCode.OK;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }
}
