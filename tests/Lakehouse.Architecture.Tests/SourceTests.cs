using System.Text.RegularExpressions;

namespace Lakehouse.Architecture.Tests;

/// <summary>House rules that no analyzer holds.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 500;

    [Fact]
    public void Files_AllSources_NotLongerThanAllowed()
    {
        var offenders = Clone.SourceFiles("src", "jobs", "tests").Where(path => File.ReadLines(path).Count() > LongestFile);

        offenders.Should().BeEmpty();
    }

    [Fact]
    public void Namespaces_InternalFolders_DeclareInternalTypesOnly()
    {
        var offenders = Clone.SourceFiles("src")
            .Where(path => path.Contains($"{Path.DirectorySeparatorChar}Internal{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(path => PublicType().IsMatch(File.ReadAllText(path))).Select(path => Path.GetRelativePath(Clone.Root, path));

        offenders.Should().BeEmpty();
    }

    [Fact]
    public void Comments_ProductSources_HoldNoTodo()
    {
        var offenders = Clone.SourceFiles("src", "jobs").Where(path => Todo().IsMatch(File.ReadAllText(path))).Select(path => Path.GetRelativePath(Clone.Root, path));

        offenders.Should().BeEmpty();
    }

    [GeneratedRegex(@"^public\s+(sealed\s+|static\s+|abstract\s+|readonly\s+|partial\s+)*(class|record|struct|interface|enum|delegate)\b", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"//.*\b(TODO|FIXME|HACK|XXX)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Todo();
}
