using System.CommandLine;
using Lakehouse.Catalog;
using Lakehouse.Serving;

namespace Lakehouse.Cli;

/// <summary>The options of <c>serve</c> about what calls may take; each overrides the key of <c>serving.limits</c> with the same meaning.</summary>
internal static class LimitChoice
{
    private static readonly (Option<string?> Option, string Key)[] Limits =
    [
        (New("--max-message", "size", "Longest message of a request, for example 4MiB (default: 4MiB)"), "message"),
        (New("--max-messages-at-once", "size", "Most bytes of messages beyond 64 KiB that are handled at once (default: 256MiB)"), "messages_at_once"),
        (New("--max-keys", "n", "Most rows of one lookup and events of one push (default: 10000)"), "keys"),
        (New("--max-deadline", "length", "Longest deadline of a call; a longer one counts as this one (default: 1h)"), "deadline"),
        (New("--max-lookups", "n", "Lookups under way at once (default: 4096)"), "lookups"),
        (New("--max-lookups-per-stream", "n", "Lookups of one stream under way at once (default: 16)"), "lookups_per_stream"),
        (New("--max-streams", "n", "Open streams (default: 1024)"), "streams"),
        (New("--max-connections", "n", "Open connections (default: 2000)"), "connections"),
        (New("--max-calls-per-connection", "n", "Calls under way on one connection (default: 256)"), "calls_per_connection"),
    ];

    /// <summary>All of them.</summary>
    public static IEnumerable<Option> Options => Limits.Select(l => l.Option);

    /// <summary>The serving options with what they say, else with what the lake's settings say.</summary>
    /// <exception cref="UsageException">A value is out of range.</exception>
    public static ServingOptions Apply(Invocation call, LimitSettings settings, ServingOptions options)
    {
        foreach (var (option, key) in Limits)
        {
            try
            {
                if (call.Get(option) is { } value) settings = settings.With(key, value);
            }
            catch (FormatException e)
            {
                throw new UsageException($"{option.Name}: {e.Message}.");
            }
        }

        var limits = options.Limits;
        return options with
        {
            MaxRequestBytes = (int)(settings.MessageBytes ?? options.MaxRequestBytes),
            MaxRows = settings.Keys ?? options.MaxRows,
            Limits = limits with
            {
                MaxMessageBytesAtOnce = settings.MessageBytesAtOnce ?? Math.Max(limits.MaxMessageBytesAtOnce, settings.MessageBytes ?? 0),
                MaxDeadline = settings.Deadline ?? limits.MaxDeadline,
                MaxLookups = settings.Lookups ?? limits.MaxLookups,
                MaxLookupsPerStream = settings.LookupsPerStream ?? limits.MaxLookupsPerStream,
                MaxStreams = settings.Streams ?? limits.MaxStreams,
                MaxConnections = settings.Connections ?? limits.MaxConnections,
                MaxCallsPerConnection = settings.CallsPerConnection ?? limits.MaxCallsPerConnection,
            },
        };
    }

    private static Option<string?> New(string name, string value, string description) => new(name) { Description = description, HelpName = value };
}
