using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Lakehouse.Client.Tests.Security;

/// <summary>A certificate authority for one test, and what it signs, as PEM files in a folder.</summary>
internal sealed class Authority : IDisposable
{
    private readonly string folder;
    private readonly X509Certificate2 root;

    public Authority(string folder, string name)
    {
        this.folder = folder;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        root = request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(10));
        File = Path.Combine(folder, $"{name}.pem");
        System.IO.File.WriteAllText(File, root.ExportCertificatePem());
    }

    /// <summary>The authority's own certificate.</summary>
    public string File { get; }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>Signs a certificate for this machine; the files of certificate and key.</summary>
    public (string Certificate, string Key) Sign(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(root, Now.AddHours(-1), Now.AddDays(1), RandomNumberGenerator.GetBytes(8));
        var (certificate, secret) = (Path.Combine(folder, $"{name}.crt"), Path.Combine(folder, $"{name}.key"));
        System.IO.File.WriteAllText(certificate, signed.ExportCertificatePem());
        System.IO.File.WriteAllText(secret, key.ExportPkcs8PrivateKeyPem());
        return (certificate, secret);
    }

    public void Dispose() => root.Dispose();
}
