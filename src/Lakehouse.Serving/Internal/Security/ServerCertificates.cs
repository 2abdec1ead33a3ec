using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Lakehouse.Serving.Security;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Lakehouse.Serving.Internal.Security;

/// <summary>The certificate that new connections get; connections that stand keep theirs when its files are replaced.</summary>
internal sealed class ServerCertificates
{
    private readonly TlsOptions? tls;
    private readonly ILogger log;
    private byte[] seen = [];
    private volatile Loaded? current;

    /// <exception cref="ServingException">The files cannot be used.</exception>
    public ServerCertificates(ServingOptions options, ILogger<ServerCertificates> log)
    {
        tls = options.Security.Tls;
        this.log = log;
        if (tls is null) return;
        try
        {
            seen = Fingerprint(tls);
            current = Load(tls);
        }
        catch (Exception e) when (IsUnusable(e))
        {
            throw new ServingException($"TLS cannot be used with {tls.CertificateFile}, {tls.KeyFile}{(tls.ClientAuthorityFile is { } ca ? $" and {ca}" : "")}: {e.Message}", e);
        }
    }

    /// <summary>Takes up replaced files. Files are compared by content, since those of mounted secrets are links whose own times stay.</summary>
    public void Refresh()
    {
        if (tls is null) return;
        try
        {
            var now = Fingerprint(tls);
            if (now.AsSpan().SequenceEqual(seen)) return;
            seen = now;
            current = Load(tls);
            var certificate = current.Context.TargetCertificate;
            SecurityLog.CertificateTaken(log, certificate.Subject, certificate.NotAfter.ToUniversalTime());
        }
        catch (Exception e) when (IsUnusable(e))
        {
            SecurityLog.CertificateKept(log, e);
        }
    }

    /// <summary>What a new connection is offered.</summary>
    public SslServerAuthenticationOptions OptionsFor(HttpProtocols protocols)
    {
        var loaded = current!;
        var asks = loaded.Authorities is not null;
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = loaded.Context,
            ClientCertificateRequired = asks,
            ApplicationProtocols = protocols switch
            {
                HttpProtocols.Http2 => [SslApplicationProtocol.Http2],
                HttpProtocols.Http1 => [SslApplicationProtocol.Http11],
                _ => [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
            },
        };
        if (!asks) return options;
        options.CertificateChainPolicy = loaded.Authorities!.Clone();
        options.RemoteCertificateValidationCallback = (_, certificate, _, errors) => certificate is null ? !tls!.RequiresClientCertificate : errors == SslPolicyErrors.None;
        return options;
    }

    private static Loaded Load(TlsOptions tls)
    {
        var certificate = X509Certificate2.CreateFromPemFile(tls.CertificateFile, tls.KeyFile);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(tls.CertificateFile);
        return new(SslStreamCertificateContext.Create(certificate, chain, offline: true), tls.ClientAuthorityFile is { } file ? Authorities(file) : null);
    }

    private static X509ChainPolicy Authorities(string file)
    {
        const string clientAuthentication = "1.3.6.1.5.5.7.3.2";
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.ApplicationPolicy.Add(new Oid(clientAuthentication));
        policy.CustomTrustStore.ImportFromPemFile(file);
        return policy.CustomTrustStore.Count > 0 ? policy : throw new CryptographicException($"{file} holds no certificate.");
    }

    private static byte[] Fingerprint(TlsOptions tls)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in new[] { tls.CertificateFile, tls.KeyFile, tls.ClientAuthorityFile })
        {
            if (file is not null) hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }

        return hash.GetHashAndReset();
    }

    private static bool IsUnusable(Exception e) => e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;

    private sealed record Loaded(SslStreamCertificateContext Context, X509ChainPolicy? Authorities);
}
