using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cassandra;

namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>Encryption settings for the driver, and the check of a node's certificate.</summary>
internal sealed class NodeCertificates
{
    private readonly X509Certificate2Collection authorities = [];
    private readonly bool verifyHostName;

    private NodeCertificates(CassandraTls tls)
    {
        verifyHostName = tls.VerifyHostName;
        if (tls.AuthorityFile is { } file) authorities.ImportFromPemFile(file);
    }

    /// <summary>The driver's settings.</summary>
    /// <exception cref="OnlineStoreException">A certificate file cannot be read.</exception>
    public static SSLOptions Options(CassandraTls tls)
    {
        try
        {
            var options = new SSLOptions(SslProtocols.Tls12 | SslProtocols.Tls13, checkCertificateRevocation: false, new NodeCertificates(tls).IsTrusted);

            // Nodes are found by address, and a reverse lookup may name them as no certificate does.
            options.SetHostNameResolver(address => address.ToString());
            if (tls.CertificateFile is { } own) options.SetCertificateCollection([X509Certificate2.CreateFromPemFile(own, tls.KeyFile)]);
            return options;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new OnlineStoreException($"The certificates of the online store cannot be read: {string.Join(", ", new[] { tls.AuthorityFile, tls.CertificateFile, tls.KeyFile }.OfType<string>())}. Name PEM files that are there.", e);
        }
    }

    private bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable)) return false;
        if (verifyHostName && errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) return false;
        if (authorities.Count == 0) return !errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors);

        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.CustomTrustStore.AddRange(authorities);
        using var node = new X509Certificate2(certificate);
        return own.Build(node);
    }
}
