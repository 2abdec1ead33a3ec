namespace Lakehouse.Online.Cassandra;

/// <summary>How connections are encrypted: TLS 1.2 or 1.3.</summary>
public sealed record CassandraTls
{
    /// <summary>PEM file with the certificates that a node's certificate must come from.</summary>
    /// <value>The default is null: the machine's own authorities.</value>
    public string? AuthorityFile { get; init; }

    /// <summary>PEM file with the client's own certificate, for nodes that ask for one.</summary>
    /// <value>The default is null: none is shown.</value>
    public string? CertificateFile { get; init; }

    /// <summary>PEM file with the private key of <see cref="CertificateFile"/>.</summary>
    /// <value>The default is null: the key is in <see cref="CertificateFile"/>.</value>
    public string? KeyFile { get; init; }

    /// <summary>Whether a node's certificate must name the address or host name that was connected to.</summary>
    /// <value>The default is true.</value>
    public bool VerifyHostName { get; init; } = true;
}
