using System.CommandLine;
using Lakehouse.Serving;

namespace Lakehouse.Cli;

/// <summary>How answers travel: JSON over HTTP/1.1 beside gRPC, compression.</summary>
internal static class RestChoice
{
    private static readonly Option<int?> Port = new("--rest-port")
    {
        Description = "Port of JSON over HTTP/1.1 and of the probes /healthz/ready and /healthz/live; 0 takes a free one (default: none)",
        HelpName = "n",
    };

    private static readonly Option<bool> Compress = new("--compress") { Description = "Compress answers over gRPC by gzip, for clients far away (default: no)" };

    public static IReadOnlyList<Option> Options { get; } = [Port, Compress];

    public static ServingOptions Apply(Invocation call, ServingOptions options) => call.Get(Port) switch
    {
        < 0 or > ushort.MaxValue => throw new UsageException($"--rest-port: {call.Get(Port)} is not in 0 to {ushort.MaxValue}."),
        var port => options with { Rest = port is { } number ? new(number) : null, CompressAnswers = call.Get(Compress) },
    };
}
