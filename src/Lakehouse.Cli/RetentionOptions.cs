using System.CommandLine;

namespace Lakehouse.Cli;

/// <summary>Options of the verbs that delete files.</summary>
internal static class RetentionOptions
{
    public static Option<string?> Retain { get; } = new("--retain")
    {
        Description = "How long files stay after they were last needed, for example 14d (default: the table's delta.deletedFileRetentionDuration, else 7d)",
        HelpName = "length",
    };

    public static Option<bool> AllowShort { get; } = new("--allow-short-retention")
    {
        Description = "Allow --retain below the table's own retention: only when nobody else reads or writes the table",
    };

    /// <summary>The retention asked for; null for the table's own.</summary>
    /// <exception cref="UsageException">The text is no length.</exception>
    public static TimeSpan? Get(Invocation call) => call.Get(Retain) is { } text ? Length.Parse(text, Retain.Name) : null;
}
