namespace Lakehouse.Client;

/// <summary>Certificates of encrypted connections, as PEM files; a file that was replaced counts for the next connection.</summary>
public sealed record FeatureClientTls
{
    /// <summary>The certificates that a server's certificate must come from.</summary>
    /// <value>The default is null: the machine's own authorities.</value>
    public string? AuthorityFile { get; init; }

    /// <summary>The client's own certificate, for servers that ask for one (mutual TLS).</summary>
    /// <value>The default is null: none is shown.</value>
    public string? CertificateFile { get; init; }

    /// <summary>The private key of <see cref="CertificateFile"/>.</summary>
    /// <value>The default is null: the key is in <see cref="CertificateFile"/>.</value>
    public string? KeyFile { get; init; }
}
