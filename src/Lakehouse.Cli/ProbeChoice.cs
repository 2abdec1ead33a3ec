using System.CommandLine;
using Lakehouse.Serving;

namespace Lakehouse.Cli;

/// <summary>The options of <c>serve</c> about whoever starts and ends it: probes and drain.</summary>
internal static class ProbeChoice
{
    /// <summary>The process itself is ended soon after that.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(40);

    private static readonly Option<int?> HealthPort = new("--health-port")
    {
        Description = "Port for health alone, without TLS and credentials, for probes that know neither; 0 takes a free one (default: none)", HelpName = "n",
    };
    private static readonly Option<string> DrainDelay = new("--drain-delay")
    {
        Description = "On SIGTERM: how long lookups are still taken while health says not ready; longer than the balancer's probe period (default: 0s)",
        HelpName = "length",
        DefaultValueFactory = _ => "0s",
    };
    private static readonly Option<string> ShutdownTimeout = new("--shutdown-timeout")
    {
        Description = $"On SIGTERM: how long it may take to end, the drain delay included; at most {Longest.TotalSeconds}s (default: 30s)",
        HelpName = "length",
        DefaultValueFactory = _ => "30s",
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Option> Options { get; } = [HealthPort, DrainDelay, ShutdownTimeout];

    /// <summary>The serving options with what they say.</summary>
    /// <exception cref="UsageException">A value is no length, or they do not fit each other.</exception>
    public static ServingOptions Apply(Invocation call, ServingOptions options)
    {
        if (call.Get(HealthPort) is < 0 or > ushort.MaxValue) throw new UsageException($"{HealthPort.Name}: {call.Get(HealthPort)} is not in 0 to {ushort.MaxValue}.");
        var (delay, timeout) = (Length.Parse(call.Get(DrainDelay)!, DrainDelay.Name), Length.Parse(call.Get(ShutdownTimeout)!, ShutdownTimeout.Name));
        if (timeout > Longest) throw new UsageException($"{ShutdownTimeout.Name}: {call.Get(ShutdownTimeout)} is more than {Longest.TotalSeconds}s.");
        if (delay >= timeout)
            throw new UsageException($"{DrainDelay.Name}: {call.Get(DrainDelay)} leaves running calls no time; it must be less than {ShutdownTimeout.Name} {call.Get(ShutdownTimeout)}.");
        return options with { HealthPort = call.Get(HealthPort), DrainDelay = delay, ShutdownTimeout = timeout };
    }
}
