using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core.Pipeline;

namespace Lakehouse.Azure.Tests.Azurite;

/// <summary>A certificate for 127.0.0.1 in files, and a transport that trusts this one and no other.</summary>
internal sealed class SelfSignedCertificate : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("lakehouse-certificate-");
    private readonly HttpClientHandler handler;

    public SelfSignedCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
        var thumbprint = certificate.Thumbprint;
        handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown?.Thumbprint == thumbprint };
        Transport = new HttpClientTransport(handler);
    }

    public string CertificateFile => Path.Combine(directory.FullName, "certificate.pem");

    public string KeyFile => Path.Combine(directory.FullName, "key.pem");

    public HttpClientTransport Transport { get; }

    public void Dispose()
    {
        Transport.Dispose();
        handler.Dispose();
        directory.Delete(recursive: true);
    }
}
