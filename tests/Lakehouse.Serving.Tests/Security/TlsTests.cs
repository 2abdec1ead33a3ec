using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Lakehouse.Catalog.Security;
using Lakehouse.Serving.Security;
using Lakehouse.Serving.V1;
using static Lakehouse.Serving.Tests.Security.SecureHost;

namespace Lakehouse.Serving.Tests.Security;

/// <summary>Connections: certificates from files, their rotation, and callers by certificate.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("tls-").FullName;
    private readonly TestAuthority authority = new("Servers");
    private readonly TestAuthority clients = new("Clients");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private TlsOptions Tls => new(PathOf("tls.crt"), PathOf("tls.key"));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Certificate_Replaced_NewConnectionsGetItAndOldOnesGoOn()
    {
        Put(authority.Issue("first"));
        await using var host = await StartAsync(Tls);
        var key = Bearer(host.Security.AddKey("trainer"));
        await host.RefreshAsync();
        using var old = Connect(host);
        var before = await old.GetAsync(key);

        Put(authority.Issue("second"));
        await host.RefreshAsync();
        using var fresh = Connect(host);
        var (after, other) = (await old.GetAsync(key), await fresh.GetAsync(key));

        (before, after, other).Should().Be(("OK", "OK", "OK"));
        (old.Handshakes, old.Shown, fresh.Shown).Should().Be((1, "CN=first", "CN=second"));
    }

    [Fact]
    public async Task Certificate_ReplacedByFilesThatDoNotFit_TheOldOneStaysAndIsLogged()
    {
        Put(authority.Issue("first"));
        await using var host = await StartAsync(Tls);
        var key = Bearer(host.Security.AddKey("trainer"));

        var (certificate, _) = authority.Issue("second");
        await File.WriteAllTextAsync(PathOf("tls.crt"), certificate, Ct);
        await host.RefreshAsync();
        using var client = Connect(host);
        var answer = await client.GetAsync(key);
        File.Delete(PathOf("tls.key"));
        await host.RefreshAsync();
        using var another = Connect(host);
        var stillThere = await another.GetAsync(key);

        (answer, client.Shown, stillThere, another.Shown).Should().Be(("OK", "CN=first", "OK", "CN=first"));
        host.Host.Log.Lines.Should().Contain(l => l.StartsWith("Error CertificateKept"));
    }

    [Fact]
    public async Task ClientCertificate_OfTheAuthority_IsTheCallerAndOthersDoNotConnect()
    {
        Put(authority.Issue("server"));
        await File.WriteAllTextAsync(PathOf("ca.crt"), clients.Pem, Ct);
        await using var host = await StartAsync(Tls with { ClientAuthorityFile = PathOf("ca.crt") });

        using var common = Connect(host, clients.Issue("model-server"));
        using var spiffe = Connect(host, clients.Issue("other", "spiffe://example/trainer"));
        using var stranger = Connect(host, clients.Issue("nobody"));
        using var foreign = Connect(host, authority.Issue("model-server"));
        using var none = Connect(host);

        (await common.GetAsync([]), await spiffe.GetAsync([]), await stranger.GetAsync([])).Should().Be(("OK", "OK", "PermissionDenied"));
        (await foreign.GetAsync([]), await none.GetAsync([])).Should().Be(("Unavailable", "Unavailable"));
        Metadata[] others = [Bearer("garbage"), new() { { "authorization", "Basic bW9kZWw6c2VydmVy" } }, new() { { "x-api-key", "one" }, { "x-api-key", "two" } }];
        foreach (var other in others) (await common.GetAsync(other)).Should().Be("Unauthenticated", "whoever gives a credential means it");
    }

    [Fact]
    public async Task ClientCertificate_Optional_CallersWithoutNeedOtherCredentials()
    {
        Put(authority.Issue("server"));
        await File.WriteAllTextAsync(PathOf("ca.crt"), clients.Pem, Ct);
        await using var host = await StartAsync(Tls with { ClientAuthorityFile = PathOf("ca.crt"), RequiresClientCertificate = false });
        var key = Bearer(host.Security.AddKey("trainer"));
        await host.RefreshAsync();
        using var none = Connect(host);
        using var foreign = Connect(host, authority.Issue("model-server"));

        (await none.GetAsync([]), await none.GetAsync(key), await foreign.GetAsync([])).Should().Be(("Unauthenticated", "OK", "Unavailable"));
    }

    [Fact]
    public async Task Start_FilesThatCannotBeUsed_SaysWhich()
    {
        await File.WriteAllTextAsync(PathOf("tls.crt"), "no certificate", Ct);

        var start = () => StartAsync(Tls);

        (await start.Should().ThrowAsync<ServingException>()).WithMessage($"*{PathOf("tls.crt")}*");
    }

    [Fact]
    public async Task Start_CredentialsBeyondThisMachineWithoutTls_IsRefusedUnlessTold()
    {
        var start = () => SecureHost.StartAsync(s => s, o => o with { Address = "0.0.0.0" });

        (await start.Should().ThrowAsync<ServingException>()).WithMessage("*0.0.0.0*--allow-plaintext*");
    }

    private Task<SecureHost> StartAsync(TlsOptions tls) => SecureHost.StartAsync(
        s => s with { Rules = [new AccessRule { Callers = ["key:trainer", "cert:model-server", "cert:spiffe://example/*"], Sets = ["delays"] }] },
        o => o with { Security = o.Security with { Tls = tls } });

    private string PathOf(string name) => Path.Combine(folder, name);

    private void Put((string Certificate, string Key) pem)
    {
        File.WriteAllText(PathOf("tls.key"), pem.Key);
        File.WriteAllText(PathOf("tls.crt"), pem.Certificate);
    }

    private static Connection Connect(SecureHost host, (string Certificate, string Key)? own = null) => new(host.Host.Server.Address, own);

    /// <summary>One client with connections of its own.</summary>
    private sealed class Connection : IDisposable
    {
        private readonly GrpcChannel channel;
        private readonly X509Certificate2? certificate;

        public Connection(Uri server, (string Certificate, string Key)? own)
        {
            var handler = new SocketsHttpHandler();
            handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) =>
            {
                Handshakes++;
                Shown = shown!.Subject;
                return true;
            };
            if (own is var (pem, key))
            {
                certificate = X509Certificate2.CreateFromPem(pem, key);
                handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
            }

            channel = GrpcChannel.ForAddress(server, new() { HttpHandler = handler });
        }

        public int Handshakes { get; private set; }

        public string? Shown { get; private set; }

        public async Task<string> GetAsync(Metadata headers) =>
            (await Outcome(async () => await new FeatureService.FeatureServiceClient(channel).GetFeaturesAsync(Request("delays@1"), headers, cancellationToken: Ct))) switch
            {
                (StatusCode.Internal, _) => "Unavailable", // A connection that is cut in the handshake of TLS 1.3 may look like either.
                var (status, _) => status.ToString(),
            };

        public void Dispose()
        {
            channel.Dispose();
            certificate?.Dispose();
        }
    }

    /// <summary>An authority that issues certificates for servers and clients.</summary>
    private sealed class TestAuthority
    {
        private static readonly DateTimeOffset Start = TimeProvider.System.GetUtcNow().AddHours(-1);
        private readonly X509Certificate2 root;

        public TestAuthority(string name)
        {
            var request = new CertificateRequest($"CN={name}", ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
            root = request.CreateSelfSigned(Start, Start.AddDays(2));
        }

        public string Pem => root.ExportCertificatePem();

        public (string Certificate, string Key) Issue(string name, string? uri = null)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
            var names = new SubjectAlternativeNameBuilder();
            names.AddIpAddress(IPAddress.Loopback);
            if (uri is not null) names.AddUri(new Uri(uri));
            request.CertificateExtensions.Add(names.Build());
            using var issued = request.Create(root, Start, Start.AddDays(1), RandomNumberGenerator.GetBytes(8));
            return (issued.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        }
    }
}
