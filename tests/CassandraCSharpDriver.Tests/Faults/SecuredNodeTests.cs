using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using CassandraCSharpDriver.Tests.Wire;
using Lakehouse.Cassandra.TestHost;

namespace Cassandra.Tests.Faults;

[Collection(SecuredTests.Name)]
public sealed class SecuredNodeTests(SecuredNode node)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private readonly CassandraCluster nodes = node.Nodes;

    [Fact]
    public async Task Connect_LoginAndTls_OnlyTheRightOnesPass()
    {
        var keyspace = await nodes.NewKeyspaceAsync(Ct);
        await nodes.ExecuteAsync($"CREATE TABLE {keyspace}.t (k int PRIMARY KEY)", Ct);
        await nodes.ExecuteAsync("CREATE ROLE nobody WITH PASSWORD = 'unguessable' AND LOGIN = true", Ct);
        var app = nodes.App!;

        using var right = Builder(Trusting()).WithCredentials(app.User, app.Password).Build();
        var session = await right.ConnectAsync(keyspace);
        (await session.ExecuteAsync(new SimpleStatement("SELECT * FROM t"))).Should().BeEmpty();

        await RefusedAsync<Cassandra.AuthenticationException>(Builder(Trusting()).WithCredentials(app.User, "wrong"));
        await RefusedAsync<Cassandra.AuthenticationException>(Builder(Trusting()));
        await RefusedAsync<System.Security.Authentication.AuthenticationException>(Builder(new SSLOptions()).WithCredentials(app.User, app.Password));
        await RefusedAsync<Exception>(Builder(null).WithCredentials(app.User, app.Password));
        using var nobody = Builder(Trusting()).WithCredentials("nobody", "unguessable").Build();
        var reading = async () => await (await nobody.ConnectAsync()).ExecuteAsync(new SimpleStatement($"SELECT * FROM {keyspace}.t"));
        await reading.Should().ThrowAsync<UnauthorizedException>();
    }

    private static async Task RefusedAsync<TException>(Builder builder)
        where TException : Exception
    {
        using var cluster = builder.Build();
        var connecting = () => cluster.ConnectAsync();
        var errors = (await connecting.Should().ThrowAsync<NoHostAvailableException>()).Which.Errors;
        errors.Values.Should().AllBeAssignableTo<TException>();
    }

    private Builder Builder(SSLOptions? tls)
    {
        var builder = Cluster.Builder().AddContactPoints(nodes.ContactPoints).WithPort(nodes.Port).WithPatience();
        return tls is null ? builder : builder.WithSSL(tls);
    }

    /// <summary>TLS that trusts the cluster's own authority, and nobody else.</summary>
    private SSLOptions Trusting()
    {
        var authority = X509CertificateLoader.LoadCertificateFromFile(nodes.AuthorityFile!);
        return new SSLOptions(SslProtocols.Tls12 | SslProtocols.Tls13, false, Trusts).SetHostNameResolver(address => address.ToString());

        bool Trusts(object sender, X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
        {
            if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None) return false;
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(authority);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            return chain.Build((X509Certificate2)certificate!);
        }
    }
}
