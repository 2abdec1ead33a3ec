using Lakehouse.Cassandra.TestHost;
using Lakehouse.Features;
using Lakehouse.Online.Conformance;

namespace Lakehouse.Online.Cassandra.Tests.Faults;

/// <summary>A node that asks for TLS and passwords, and passwords that change while the store is open.</summary>
public sealed class SecurityTests(CassandraHost host) : IAsyncLifetime
{
    private static readonly ClusterSettings Settings = new() { Auth = true, Tls = true, Proxied = true };
    private static CassandraCluster? shared;
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("online-cassandra-");
    private CassandraCluster cluster = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string File => Path.Combine(directory.FullName, "credentials");

    public async ValueTask InitializeAsync() => cluster = shared ??= await host.StartAsync(Settings, Ct);

    public ValueTask DisposeAsync()
    {
        directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Open_GoodCredentialsAndAuthority_ReadsAndWrites()
    {
        await using var store = TestStores.Open(await OptionsAsync(cluster.App!.Password));

        var read = await UseAsync(store);

        read.Rows[0]!.Values.Should().Equal(Value.Int64(7));
    }

    [Fact]
    public async Task Open_WrongPassword_SaysSoWithoutIt()
    {
        await using var store = TestStores.Open(await OptionsAsync("no-such-password"));

        var check = () => store.CheckAsync(Ct);

        var error = (await check.Should().ThrowAsync<OnlineStoreException>()).WithMessage("*refuses the user name or password*").Which;
        error.IsTransient.Should().BeFalse();
        error.ToString().Should().NotContain("no-such-password");
    }

    [Fact]
    public async Task Open_OtherAuthority_RefusesTheNode()
    {
        using var key = System.Security.Cryptography.ECDsa.Create();
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=other", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        using var other = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var authority = Path.Combine(directory.FullName, "other.pem");
        await System.IO.File.WriteAllTextAsync(authority, other.ExportCertificatePem(), Ct);
        await using var store = TestStores.Open(await OptionsAsync(cluster.App!.Password) with { Tls = new() { AuthorityFile = authority } });

        var check = () => store.CheckAsync(Ct);

        await check.Should().ThrowAsync<OnlineStoreException>().WithMessage("*no node*");
    }

    [Fact]
    public async Task PasswordChanges_StoreOpen_FailsClearlyAndGoesOnWithTheNewOne()
    {
        await using var store = TestStores.Open(await OptionsAsync(cluster.App!.Password) with { WriteRetryTime = TimeSpan.FromSeconds(1) });
        await UseAsync(store);
        var password = $"new-{Guid.NewGuid():N}";
        await SetPasswordAsync(password);
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(4), Ct);
            (await UseAsync(store)).Rows.Should().NotContainNulls("open connections stay logged in");

            cluster.Nodes[0].Proxy!.Cut();
            await Task.Delay(TimeSpan.FromSeconds(2), Ct);
            var expired = () => UseAsync(store);
            (await expired.Should().ThrowAsync<OnlineStoreException>()).Which.ToString().Should().NotContain(cluster.App.Password);

            await WriteCredentialsAsync(password);
            await EventuallyAsync(() => UseAsync(store));
        }
        finally
        {
            await SetPasswordAsync(cluster.App.Password);
            await Task.Delay(TimeSpan.FromSeconds(4), Ct);
        }
    }

    private async Task SetPasswordAsync(string password)
    {
        // A role's password can be changed every five seconds only.
        await Task.Delay(TimeSpan.FromSeconds(6), Ct);
        await cluster.ExecuteAsync($"ALTER ROLE {cluster.App!.User} WITH PASSWORD = '{password}'", Ct);
    }

    [Fact]
    public async Task Deploy_KeyspaceNotGranted_SaysWhichPermissionsAreNeeded()
    {
        var options = await OptionsAsync(cluster.App!.Password);
        await using var store = TestStores.Open(options with { Keyspace = TestStores.NewKeyspace() });

        var deploy = () => store.DeployAsync(SampleViews.Simple(), 0, Ct);

        (await deploy.Should().ThrowAsync<OnlineStoreException>()).WithMessage("*lacks a permission*CREATE*").Which.IsTransient.Should().BeFalse();
    }

    private static async Task<OnlineRead> UseAsync(CassandraOnlineStore store)
    {
        var view = SampleViews.Simple();
        await store.DeployAsync(view, 0, Ct);
        await store.WriteAsync(view, 0, [new([Value.String("ORD")], 10, 9, [Value.Int64(7)], Retracted: false, 1)], Ct);
        return await store.ReadAsync(view, [[Value.String("ORD")]], 10, Ct);
    }

    private static async Task EventuallyAsync(Func<Task> use)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await use();
                return;
            }
            catch (OnlineStoreException) when (attempt < 150)
            {
                await Task.Delay(100, Ct);
            }
        }
    }

    private async Task<CassandraOnlineOptions> OptionsAsync(string password)
    {
        await WriteCredentialsAsync(password);
        return TestStores.Options(cluster, await cluster.NewKeyspaceAsync(Ct)) with
        {
            Credentials = CassandraCredentials.FromFile(File),
            Tls = new() { AuthorityFile = cluster.AuthorityFile },
        };
    }

    private Task WriteCredentialsAsync(string password) => System.IO.File.WriteAllTextAsync(File, $"{cluster.App!.User}\n{password}\n", Ct);
}
