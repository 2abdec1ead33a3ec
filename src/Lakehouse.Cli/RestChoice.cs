using System.CommandLine;
using Lakehouse.Serving;

namespace Lakehouse.Cli;

/// <summary>JSON over HTTP/1.1 beside gRPC.</summary>
internal static class RestChoice
{
    private static readonly Option<int?> Port = new("--rest-port") { Description = "Port of JSON over HTTP/1.1 and of the probes /healthz/ready and /healthz/live; 0 takes a free one (default: none)", HelpName = "n" };

    public static IReadOnlyList<Option> Options { get; } = [Port];

    public static ServingOptions Apply(Invocation call, ServingOptions options) => call.Get(Port) switch
    {
        null => options,
        { } port and (< 0 or > ushort.MaxValue) => throw new UsageException($"--rest-port: {port} is not in 0 to {ushort.MaxValue}."),
        { } port => options with { Rest = new(port) },
    };
}
