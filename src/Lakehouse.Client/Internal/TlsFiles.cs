using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Lakehouse.Client.Internal;

/// <summary>Certificates of PEM files, read again when a file was replaced.</summary>
internal sealed class TlsFiles(FeatureClientTls tls)
{
    private readonly Lock gate = new();
    private (DateTime ReadAt, X509Certificate2 Certificate)? own;

    public SslClientAuthenticationOptions Options()
    {
        var options = new SslClientAuthenticationOptions();
        if (tls.AuthorityFile is { } authority) options.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsTrusted(authority, certificate, chain, errors);
        if (tls.CertificateFile is { } file)
        {
            Own(file);
            options.LocalCertificateSelectionCallback = (_, _, _, _, _) => Own(file);
        }

        return options;
    }

    /// <summary>The name was compared by the platform; only the chain is built anew, from the given authorities.</summary>
    private static bool IsTrusted(string authorityFile, X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 server || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(authorityFile);
        if (sent is not null) chain.ChainPolicy.ExtraStore.AddRange(sent.ChainElements.Select(e => e.Certificate).ToArray());
        return chain.Build(server);
    }

    private X509Certificate2 Own(string file)
    {
        lock (gate)
        {
            var changedAt = File.GetLastWriteTimeUtc(file);
            if (own is { } known && known.ReadAt == changedAt) return known.Certificate;
            using var read = X509Certificate2.CreateFromPemFile(file, tls.KeyFile ?? file);
            // A key that was read from PEM cannot be used by every platform's TLS.
            own = (changedAt, X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), password: null));
            return own.Value.Certificate;
        }
    }
}
