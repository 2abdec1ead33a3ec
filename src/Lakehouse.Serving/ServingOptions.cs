using System.Net;
using Lakehouse.Catalog.Events;
using Lakehouse.Online.Cache;
using Lakehouse.Serving.Security;
using Microsoft.Extensions.Logging;

namespace Lakehouse.Serving;

/// <summary>Where and how the feature service listens.</summary>
public sealed record ServingOptions
{
    /// <summary>IP address to listen on; HTTP/2 without TLS.</summary>
    /// <value>The default is 127.0.0.1: this machine only.</value>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>Port, 0 to 65535; 0 takes a free one, see <see cref="FeatureServer.Address"/>.</summary>
    /// <value>The default is 5005.</value>
    public int Port { get; init; } = 5005;

    /// <summary>A port for health alone, without TLS and credentials, for probes that know neither; 0 takes a free one, see <see cref="FeatureServer.HealthAddress"/>.</summary>
    /// <value>The default is null: health is asked on <see cref="Port"/>.</value>
    public int? HealthPort { get; init; }

    /// <summary>Most rows in one request, at least 1.</summary>
    /// <value>The default is 10,000.</value>
    public int MaxRows { get; init; } = 10_000;

    /// <summary>Longest request message in bytes, at least 1.</summary>
    /// <value>The default is 4 MiB.</value>
    public int MaxRequestBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Whether answers over gRPC are compressed by gzip: for clients far away, since it costs more CPU than the lookup.</summary>
    /// <value>The default is false. Compressed requests are taken in any case.</value>
    public bool CompressAnswers { get; init; }

    /// <summary>What connections and calls may take; guards of a server that anybody may reach.</summary>
    /// <value>The default is that of <see cref="ServingLimits"/>.</value>
    public ServingLimits Limits { get; init; } = new();

    /// <summary>JSON over HTTP/1.1 on a port of its own.</summary>
    /// <value>The default is null: not served.</value>
    public RestOptions? Rest { get; init; }

    /// <summary>After SIGTERM: how long the server still takes calls while it reports that it is not ready; longer than the load balancer's probe period.</summary>
    /// <value>The default is zero.</value>
    public TimeSpan DrainDelay { get; init; } = TimeSpan.Zero;

    /// <summary>After SIGTERM: how long running calls may take to end, the drain delay included.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where pushed events go.</summary>
    /// <value>The default is null: the server takes none.</value>
    public IEventSink? Push { get; init; }

    /// <summary>Adds log targets and levels.</summary>
    /// <value>The default is null: warnings and errors on standard error.</value>
    public Action<ILoggingBuilder>? Logging { get; init; }

    /// <summary>What is done between the start and readiness.</summary>
    /// <value>The default is null: nothing, so the first calls are slow.</value>
    public WarmOptions? Warm { get; init; }

    /// <summary>A cache of rows in front of the online store.</summary>
    /// <value>The default is null: none.</value>
    public NearCacheOptions? Cache { get; init; }

    /// <summary>Metrics, traces and the form of logs.</summary>
    /// <value>The default is none but logs for people.</value>
    public TelemetryOptions Telemetry { get; init; } = new();

    /// <summary>Who may call, and how connections are protected.</summary>
    /// <value>The default lets every call in, without TLS.</value>
    public SecurityOptions Security { get; init; } = new();

    /// <summary>Checks all values.</summary>
    /// <exception cref="ServingException">Some are out of range; the message names them all.</exception>
    public void Validate()
    {
        var wrong = new List<string>();
        if (!IPAddress.TryParse(Address, out _)) wrong.Add($"Address '{Address}' is not an IP address");
        if (Port is < 0 or > 65535) wrong.Add($"Port {Port} is not in 0 to 65535");
        if (HealthPort is < 0 or > 65535) wrong.Add($"HealthPort {HealthPort} is not in 0 to 65535");
        if (MaxRows < 1) wrong.Add($"MaxRows {MaxRows} is less than 1");
        if (MaxRequestBytes < 1) wrong.Add($"MaxRequestBytes {MaxRequestBytes} is less than 1");
        if (DrainDelay < TimeSpan.Zero || DrainDelay > ShutdownTimeout) wrong.Add($"DrainDelay {DrainDelay} is not between zero and ShutdownTimeout {ShutdownTimeout}");
        wrong.AddRange(Telemetry.Faults());
        Limits.AddMistakes(wrong, MaxRequestBytes);
        if (Rest is { Port: < 0 or > 65535 }) wrong.Add($"Rest.Port {Rest.Port} is not in 0 to 65535");
        wrong.AddRange(Security.Faults());
        if (wrong.Count > 0) throw new ServingException($"The feature service cannot start: {string.Join("; ", wrong)}.");
    }
}
