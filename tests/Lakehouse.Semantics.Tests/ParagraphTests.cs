using System.Text.RegularExpressions;

namespace Lakehouse.Semantics.Tests;

/// <summary>Every paragraph of the page is held by tests that name it, and tests name no paragraph that is not there.</summary>
public sealed partial class ParagraphTests
{
    [Fact]
    public void Paragraphs_OfThePage_AreNamedByTests()
    {
        var named = Named();

        string[] missing = [.. SemanticsPage.Read().Paragraphs.Except(named)];

        missing.Should().BeEmpty("a rule that no test holds is only a wish");
    }

    [Fact]
    public void Tests_ThatNameParagraphs_NameExistingOnes()
    {
        var paragraphs = SemanticsPage.Read().Paragraphs;

        string[] unknown = [.. Named().Except(paragraphs)];

        unknown.Should().BeEmpty();
        paragraphs.Should().OnlyHaveUniqueItems().And.HaveCountGreaterThan(60);
    }

    private static HashSet<string> Named()
    {
        var sources = Directory.EnumerateFiles(TestsFolder(), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText);
        return [.. sources.SelectMany(text => Attribute().Matches(text)).SelectMany(m => Number().Matches(m.Value)).Select(m => m.Value)];
    }

    private static string TestsFolder([System.Runtime.CompilerServices.CallerFilePath] string path = "") => Path.GetDirectoryName(Path.GetDirectoryName(path))!;

    [GeneratedRegex(@"^ *\[Semantics\(""[^)]*\)\]", RegexOptions.Multiline)]
    private static partial Regex Attribute();

    [GeneratedRegex(@"\d+\.\d+")]
    private static partial Regex Number();
}
