using System.CommandLine;

namespace Lakehouse.Cli;

/// <summary>The options that choose online stores by name; where there are none, the lake's settings choose.</summary>
internal static class OnlineChoice
{
    private const string Names = "sqlite, cassandra or a target of lakehouse.yaml";

    /// <summary>The one store of lookups.</summary>
    public static Option<string?> One { get; } = new("--online", "--target") { Description = $"The online store: {Names} (default: lakehouse.yaml, else sqlite)", HelpName = "name" };

    /// <summary>The stores that a job writes to.</summary>
    public static Option<string[]> Some { get; } = new("--online", "--target")
    {
        Description = $"The online store to write to: {Names}; may be repeated (default: all targets of lakehouse.yaml, else sqlite)",
        HelpName = "name",
    };
}
