using Lakehouse.Features;

namespace Lakehouse.Cli;

/// <summary>Names with a version on the command line.</summary>
internal static class Names
{
    /// <exception cref="UsageException">The text is not of the form name@N.</exception>
    public static VersionedName Parse(string text) =>
        VersionedName.TryParse(text, out var name) ? name : throw new UsageException($"'{text}' is not of the form name@N; write for example airport_delays@1.");
}
