using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cassandra;
using AuthenticationException = Cassandra.AuthenticationException;

namespace Lakehouse.Cli.Cluster;

/// <summary>Roles of a cluster on this machine, in place of the one with a known password that every new cluster has.</summary>
/// <remarks>
/// 1. The administrator's name and password are written to a file before the role is made, so that a call that was interrupted can be repeated.
/// 2. The default role loses its rights as soon as the administrator can log in; then comes the application's role, which may make keyspaces and owns what it makes.
/// 3. The application's file is written last: where it exists, all is done.
/// </remarks>
internal sealed class CassandraRoles
{
    private const string DefaultRole = "cassandra";
    private const string Datacenter = "datacenter1";
    private const int PasswordBytes = 18;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly IReadOnlyList<CassandraNodeState> nodes;
    private readonly X509Certificate2Collection? authorities;
    private readonly TimeProvider clock;

    private CassandraRoles(IReadOnlyList<CassandraNodeState> nodes, X509Certificate2Collection? authorities, TimeProvider clock) => (this.nodes, this.authorities, this.clock) = (nodes, authorities, clock);

    public static string AdministratorFile(string directory) => Path.Combine(directory, "administrator.credentials");

    public static string ApplicationFile(string directory) => Path.Combine(directory, "application.credentials");

    /// <summary>Makes the roles; nothing where they are made already.</summary>
    /// <exception cref="IOException">The cluster refuses the logins.</exception>
    public static async Task SetUpAsync(string directory, IReadOnlyList<CassandraNodeState> nodes, bool tls, TimeProvider clock, CancellationToken ct)
    {
        if (File.Exists(ApplicationFile(directory))) return;
        var trusted = new X509Certificate2Collection();
        if (tls) trusted.ImportFromPemFile(Path.Combine(directory, "certificates", "ca.pem"));
        var administrator = ReadOrMake(AdministratorFile(directory), "administrator");
        var roles = new CassandraRoles(nodes, tls ? trusted : null, clock);
        await roles.MakeAdministratorAsync(administrator, ct);
        var application = New("application");
        await roles.MakeApplicationAsync(administrator, application, ct);
        Write(ApplicationFile(directory), application);
    }

    private static (string User, string Password) New(string user) => (user, Convert.ToHexString(RandomNumberGenerator.GetBytes(PasswordBytes)));

    private static (string User, string Password) ReadOrMake(string file, string user)
    {
        if (File.Exists(file) && File.ReadAllLines(file) is [var name, var password, ..]) return (name, password);
        var made = New(user);
        Write(file, made);
        return made;
    }

    private static void Write(string file, (string User, string Password) credentials)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(file, options);
        writer.WriteLine(credentials.User);
        writer.WriteLine(credentials.Password);
    }

    private async Task MakeAdministratorAsync((string User, string Password) administrator, CancellationToken ct)
    {
        var start = clock.GetTimestamp();
        while (true)
        {
            // The default role appears some time after the node serves; after an interrupted call it may be shut out already.
            if (await TryAsync(administrator, []) is null) return;
            var copies = string.Create(CultureInfo.InvariantCulture, $"ALTER KEYSPACE system_auth WITH replication = {{'class':'NetworkTopologyStrategy','{Datacenter}':{nodes.Count}}}");
            var made = await TryAsync((DefaultRole, DefaultRole), [copies, $"CREATE ROLE IF NOT EXISTS {administrator.User} WITH PASSWORD = '{administrator.Password}' AND LOGIN = true AND SUPERUSER = true"]);
            if (made is null) continue;
            if (clock.GetElapsedTime(start) > Patience) throw new IOException($"Cassandra's first login is refused: {made.Message}", made);
            await Task.Delay(Pause, clock, ct);
        }
    }

    private async Task MakeApplicationAsync((string User, string Password) administrator, (string User, string Password) application, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var failure = await TryAsync(administrator,
        [
            $"ALTER ROLE {DefaultRole} WITH LOGIN = false AND SUPERUSER = false",
            $"DROP ROLE IF EXISTS {application.User}",
            $"CREATE ROLE {application.User} WITH PASSWORD = '{application.Password}' AND LOGIN = true",
            $"GRANT CREATE ON ALL KEYSPACES TO {application.User}",
        ]);
        if (failure is not null) throw new IOException($"Cassandra refuses the administrator's statements: {failure.Message}", failure);
    }

    /// <summary>Logs in and runs statements; the refusal, or null.</summary>
    private async Task<Exception?> TryAsync((string User, string Password) credentials, IEnumerable<string> statements)
    {
        var builder = global::Cassandra.Cluster.Builder().AddContactPoints(nodes.Select(n => n.Address)).WithCredentials(credentials.User, credentials.Password);
        if (authorities is not null) builder.WithSSL(new SSLOptions(SslProtocols.None, checkCertificateRevocation: false, IsTrusted).SetHostNameResolver(a => a.ToString()));
        using var cluster = builder.Build();
        try
        {
            using var session = await cluster.ConnectAsync();
            foreach (var statement in statements) await session.ExecuteAsync(new SimpleStatement(statement));
            return null;
        }
        catch (Exception e) when (e is NoHostAvailableException or AuthenticationException or QueryExecutionException or QueryValidationException)
        {
            return e;
        }
    }

    private bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) return false;
        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.CustomTrustStore.AddRange(authorities!);
        using var presented = X509CertificateLoader.LoadCertificate(certificate.Export(X509ContentType.Cert));
        return own.Build(presented);
    }
}
