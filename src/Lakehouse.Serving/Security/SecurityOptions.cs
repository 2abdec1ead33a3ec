namespace Lakehouse.Serving.Security;

/// <summary>Who may call the service, and how its connections are protected.</summary>
public sealed record SecurityOptions
{
    /// <summary>Where rules and keys are found.</summary>
    /// <value>The default is null: every call is let in.</value>
    public ISecuritySource? Source { get; init; }

    /// <summary>How often rules, keys and certificates are read again, above zero.</summary>
    /// <value>The default is two seconds.</value>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Certificates.</summary>
    /// <value>The default is null: connections without TLS.</value>
    public TlsOptions? Tls { get; init; }

    /// <summary>Whether credentials may cross a network without TLS, for a server behind a proxy that ends TLS.</summary>
    /// <value>The default is false: the service then listens on this machine's own addresses only.</value>
    public bool AllowPlaintext { get; init; }

    internal IEnumerable<string> Faults()
    {
        if (RefreshInterval <= TimeSpan.Zero) yield return $"Security.RefreshInterval {RefreshInterval} is not above zero";
        if (Tls is { } tls && (tls.CertificateFile.Length == 0 || tls.KeyFile.Length == 0)) yield return "Security.Tls needs both CertificateFile and KeyFile";
    }
}
