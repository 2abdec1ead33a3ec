using System.CommandLine;

namespace Lakehouse.Cli;

/// <summary>The options that choose online stores by name; where there are none, the lake's settings choose.</summary>
internal static class OnlineChoice
{
    private const string Names = "sqlite, cassandra or a target of lakehouse.yaml";

    /// <summary>The stores of lookups, in the order in which they are asked.</summary>
    public static Option<string[]> InOrder { get; } = new("--online", "--target")
    {
        Description = $"The online store: {Names}; may be repeated, the next one answers where one fails or is slow (default: lakehouse.yaml, else sqlite)",
        HelpName = "name",
    };

    /// <summary>The stores that a job writes to.</summary>
    public static Option<string[]> Some { get; } = new("--online", "--target")
    {
        Description = $"The online store to write to: {Names}; may be repeated (default: all targets of lakehouse.yaml, else sqlite)",
        HelpName = "name",
    };
}
