using System.CommandLine;
using Lakehouse.Serving.Security;

namespace Lakehouse.Cli;

/// <summary>The options of <c>serve</c> about connections; who may call stands in <c>serving.security</c> of lakehouse.yaml.</summary>
internal static class SecurityChoice
{
    private static readonly Option<string?> Certificate = new("--tls-cert") { Description = "PEM file of the server's certificate and its intermediate authorities; replaced files are taken up", HelpName = "file" };
    private static readonly Option<string?> Key = new("--tls-key") { Description = "PEM file of the certificate's private key", HelpName = "file" };
    private static readonly Option<string?> ClientAuthority = new("--client-ca") { Description = "PEM file of authorities whose client certificates are taken (mutual TLS)", HelpName = "file" };
    private static readonly Option<bool> OptionalClientCertificate = new("--client-certs-optional") { Description = "Take connections without a client certificate, too; callers then need other credentials" };
    private static readonly Option<bool> AllowPlaintext = new("--allow-plaintext") { Description = "Take credentials without TLS from other machines: only behind a proxy that ends TLS" };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Option> Options { get; } = [Certificate, Key, ClientAuthority, OptionalClientCertificate, AllowPlaintext];

    /// <summary>What they say.</summary>
    /// <exception cref="UsageException">They do not fit each other.</exception>
    public static SecurityOptions Read(Invocation call, ISecuritySource source)
    {
        var (certificate, key, authority) = (call.Get(Certificate), call.Get(Key), call.Get(ClientAuthority));
        if (certificate is null != key is null) throw new UsageException("--tls-cert and --tls-key are given together.");
        if (authority is not null && certificate is null) throw new UsageException("--client-ca needs --tls-cert and --tls-key.");
        if (call.Get(OptionalClientCertificate) && authority is null) throw new UsageException("--client-certs-optional needs --client-ca.");
        return new()
        {
            Source = source,
            AllowPlaintext = call.Get(AllowPlaintext),
            Tls = certificate is null ? null : new(certificate, key!) { ClientAuthorityFile = authority, RequiresClientCertificate = !call.Get(OptionalClientCertificate) },
        };
    }
}
