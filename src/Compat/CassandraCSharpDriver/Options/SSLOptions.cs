using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Cassandra;

/// <summary>How connections are encrypted and the server's certificate is checked.</summary>
public sealed class SSLOptions
{
    private static readonly RemoteCertificateValidationCallback Strict = (_, _, _, errors) => errors == SslPolicyErrors.None;

    /// <summary>Options that let the system choose the protocol and accept only a certificate without any error.</summary>
    public SSLOptions()
        : this(SslProtocols.None, false, Strict)
    {
    }

    /// <summary>Options with the protocols, the check for revoked certificates and the judgement of the server's certificate.</summary>
    public SSLOptions(SslProtocols sslProtocol, bool checkCertificateRevocation, RemoteCertificateValidationCallback remoteCertValidationCallback)
    {
        SslProtocol = sslProtocol;
        CheckCertificateRevocation = checkCertificateRevocation;
        RemoteCertValidationCallback = remoteCertValidationCallback;
    }

    /// <summary>The protocols that may be agreed on.</summary>
    public SslProtocols SslProtocol { get; }

    /// <summary>Whether revoked certificates are looked up.</summary>
    public bool CheckCertificateRevocation { get; private set; }

    /// <summary>The judgement of the server's certificate.</summary>
    public RemoteCertificateValidationCallback RemoteCertValidationCallback { get; private set; }

    /// <summary>The client's certificates, for servers that ask for one.</summary>
    public X509CertificateCollection CertificateCollection { get; private set; } = [];

    /// <summary>The name that the certificate of a server at an address must carry.</summary>
    public Func<IPAddress, string> HostNameResolver { get; private set; } = address => Dns.GetHostEntry(address).HostName;

    /// <summary>Sets the client's certificates.</summary>
    public SSLOptions SetCertificateCollection(X509CertificateCollection certificates)
    {
        CertificateCollection = certificates;
        return this;
    }

    /// <summary>Sets the name that the certificate of a server at an address must carry; the default asks the name service.</summary>
    public SSLOptions SetHostNameResolver(Func<IPAddress, string> resolveHostName)
    {
        HostNameResolver = resolveHostName;
        return this;
    }

    /// <summary>Sets the judgement of the server's certificate.</summary>
    public SSLOptions SetRemoteCertValidationCallback(RemoteCertificateValidationCallback callback)
    {
        RemoteCertValidationCallback = callback;
        return this;
    }

    /// <summary>Sets whether revoked certificates are looked up.</summary>
    public SSLOptions SetCertificateRevocationCheck(bool flag)
    {
        CheckCertificateRevocation = flag;
        return this;
    }
}
