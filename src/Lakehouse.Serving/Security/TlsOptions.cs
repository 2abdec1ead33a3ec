namespace Lakehouse.Serving.Security;

/// <summary>PEM files of a server's certificate; replaced files are taken up while the server runs, by new connections.</summary>
/// <param name="CertificateFile">The certificate, then those of intermediate authorities.</param>
/// <param name="KeyFile">Its private key, not encrypted.</param>
public sealed record TlsOptions(string CertificateFile, string KeyFile)
{
    /// <summary>Authorities whose client certificates are taken.</summary>
    /// <value>The default is null: clients are not asked for certificates.</value>
    public string? ClientAuthorityFile { get; init; }

    /// <summary>Whether connections without a client certificate are refused, where there is a <see cref="ClientAuthorityFile"/>.</summary>
    /// <value>The default is true.</value>
    public bool RequiresClientCertificate { get; init; } = true;
}
