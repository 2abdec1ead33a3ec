namespace Lakehouse.Client.Internal;

/// <summary>Where a service is, checked: one address, several replicas, or a name with several addresses.</summary>
internal sealed class ServiceAddress
{
    private static readonly Uri StaticTarget = new("static:///replicas");

    public ServiceAddress(IReadOnlyList<Uri> replicas, FeatureClientOptions options)
    {
        var wrong = options.Mistakes().ToList();
        if (replicas.Count == 0) wrong.Add("no address is given");
        wrong.AddRange(replicas.Where(a => a.Scheme is not ("http" or "https" or "dns")).Select(a => $"address {a} begins with neither http, https nor dns"));
        if (replicas.Select(a => a.Scheme).Distinct().Count() > 1) wrong.Add("addresses are partly with TLS and partly without");
        if (replicas.Count > 1 && replicas.Any(a => a.Scheme == "dns")) wrong.Add("several dns addresses are given; give one, or the replicas by http or https");
        IsSecure = replicas.Count > 0 && (replicas[0].Scheme == "https" || (replicas[0].Scheme == "dns" && options.Tls is not null));
        if (options.Tls is not null && !IsSecure) wrong.Add("Tls is set, but the addresses are without TLS; write https");
        if (options.Credentials is not null && !IsSecure && !replicas.All(a => a.IsLoopback)) wrong.Add("Credentials would be sent without TLS to another machine; write https");
        if (wrong.Count > 0) throw new ArgumentException($"The feature client cannot start: {string.Join("; ", wrong)}.");
        (Replicas, Target) = (replicas, replicas.Count > 1 ? StaticTarget : replicas[0]);
    }

    /// <summary>The addresses as given.</summary>
    public IReadOnlyList<Uri> Replicas { get; }

    /// <summary>What the channel is opened for.</summary>
    public Uri Target { get; }

    /// <summary>Whether connections are encrypted.</summary>
    public bool IsSecure { get; }

    /// <summary>Whether calls go round several addresses.</summary>
    public bool IsBalanced => Target.Scheme is "static" or "dns";
}
