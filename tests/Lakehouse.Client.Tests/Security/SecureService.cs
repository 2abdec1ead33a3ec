using Lakehouse.Serving;
using Lakehouse.Serving.Security;
using Lakehouse.Serving.Tests;
using Lakehouse.Serving.Tests.Security;

namespace Lakehouse.Client.Tests.Security;

/// <summary>A real server with TLS that wants an API key, which may read delays@1 alone.</summary>
internal sealed class SecureService : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("secure-");
    private readonly MemorySecurity security = new();

    private SecureService()
    {
        Authority = new(folder.FullName, "authority");
        Key = security.AddKey("reader");
        security.Settings = security.Settings with { Rules = [new() { Callers = ["key:reader"], Sets = ["delays"] }] };
    }

    public Authority Authority { get; }

    public ServingHost Host { get; private set; } = null!;

    /// <summary>The text of the key.</summary>
    public string Key { get; }

    public string Folder => folder.FullName;

    /// <summary>The server's address with TLS.</summary>
    public Uri Address => new($"https://127.0.0.1:{Host.Server.Address.Port}");

    public static async Task<SecureService> StartAsync(bool wantsClientCertificate = false)
    {
        var service = new SecureService();
        var (certificate, key) = service.Authority.Sign("server");
        var tls = new TlsOptions(certificate, key) { ClientAuthorityFile = wantsClientCertificate ? service.Authority.File : null };
        service.Host = await ServingHost.StartAsync(o => o with { Security = new() { Source = service.security, Tls = tls } });
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Authority.Dispose();
        folder.Delete(recursive: true);
    }
}
