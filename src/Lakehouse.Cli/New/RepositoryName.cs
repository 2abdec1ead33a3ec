using System.Text.RegularExpressions;
using Lakehouse.Features;

namespace Lakehouse.Cli.New;

/// <summary>The name of a new feature repository: of its folder, and in C#.</summary>
/// <param name="Folder">As it was given, for example <c>web-shop</c>.</param>
/// <param name="Identifier">In C#, for example <c>WebShop</c>.</param>
internal sealed partial record RepositoryName(string Folder, string Identifier)
{
    private const int Longest = 60;

    /// <summary>Namespaces and attributes that the code of a repository uses besides the language's types and those of <c>System</c>.</summary>
    private static readonly string[] Used = ["Lakehouse", "System", "Microsoft", "Xunit", "FluentAssertions", "Fact", "Theory"];

    /// <summary>Names that mean a device on Windows, where a folder cannot have them.</summary>
    private static readonly string[] Devices = ["con", "prn", "aux", "nul"];

    /// <exception cref="UsageException">The text cannot be the name of a folder and a C# project.</exception>
    public static RepositoryName Parse(string text)
    {
        if (text.Length > Longest || !Form().IsMatch(text)) throw new UsageException(
            $"'{text}' cannot name a repository: use ASCII letters and digits, beginning with a letter, with single - or _ between them, at most {Longest} characters; for example shop or web-shop.");
        var identifier = string.Concat(text.Split('-', '_').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
        if (IsTaken(identifier) || Devices.Contains(text, StringComparer.OrdinalIgnoreCase)) throw new UsageException(
            $"'{text}' cannot name a repository: its namespace {identifier} would hide a name that its code uses. Choose another, for example {text}-features.");
        return new(text, identifier);
    }

    private static bool IsTaken(string identifier) =>
        Used.Contains(identifier, StringComparer.OrdinalIgnoreCase)
        || Type.GetType($"System.{identifier}", throwOnError: false, ignoreCase: true) is not null
        || typeof(FeatureProject).Assembly.GetExportedTypes().Any(t => string.Equals(t.Name.Split('`')[0], identifier, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]*([-_][A-Za-z0-9]+)*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
