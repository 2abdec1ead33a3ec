using System.CommandLine;
using Lakehouse.Features;
using Lakehouse.Serving;

namespace Lakehouse.Cli;

/// <summary>The option of <c>serve</c> about what is done before it is ready.</summary>
internal static class WarmChoice
{
    /// <summary>Sets to compile and call before the server is ready.</summary>
    public static Option<string[]> Sets { get; } = new("--warm") { Description = "A set name@N to compile and try before the server is ready; may be repeated (default: all sets)", HelpName = "set" };

    /// <summary>What it says.</summary>
    /// <exception cref="UsageException">A name is not name@N.</exception>
    public static WarmOptions Read(Invocation call) => new()
    {
        Sets = [.. (call.Get(Sets) ?? []).Select(s => VersionedName.TryParse(s, out var set) ? set : throw new UsageException($"--warm: '{s}' is not of the form name@N."))],
    };
}
