using System.Text.RegularExpressions;

namespace Lakehouse.Semantics.Tests;

/// <summary>docs/semantics.md: its numbered paragraphs and its fenced examples, in order.</summary>
internal sealed partial class SemanticsPage
{
    private SemanticsPage(string text)
    {
        Paragraphs = [.. ParagraphNumber().Matches(text).Select(m => m.Groups[1].Value)];
        Examples = [.. Fence().Matches(text).Select(m => new Example(m.Groups["kind"].Value, m.Groups["title"].Value, m.Groups["body"].Value))];
        Expressions = [.. ExpressionTable().Matches(text).SelectMany(m => Row().Matches(m.Groups[1].Value)).Select(m => Expression(m))];
    }

    /// <summary>The numbers of the paragraphs, for example 3.2.</summary>
    public IReadOnlyList<string> Paragraphs { get; }

    /// <summary>The fenced blocks.</summary>
    public IReadOnlyList<Example> Examples { get; }

    /// <summary>The rows of the table of expressions.</summary>
    public IReadOnlyList<ExpressionRow> Expressions { get; }

    public static SemanticsPage Read() => new(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "semantics.md")));

    private static ExpressionRow Expression(Match row) =>
        new(row.Groups[1].Value.Replace("\\|", "|", StringComparison.Ordinal), row.Groups[2].Value.Trim(), row.Groups[3].Value);

    [GeneratedRegex(@"^- \*\*(\d+\.\d+)\*\* ", RegexOptions.Multiline)]
    private static partial Regex ParagraphNumber();

    [GeneratedRegex(@"^```(?<kind>[a-z]+)(?: (?<title>\S+))?\n(?<body>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\| Expression \| With \| Result \|\n\|[-|]+\|\n((?:\|.*\n)+)", RegexOptions.Multiline)]
    private static partial Regex ExpressionTable();

    [GeneratedRegex(@"^\| `(.*)` \| (.*) \| (.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}

/// <summary>A fenced block.</summary>
/// <param name="Kind">Its language: csharp, csv or console.</param>
/// <param name="Title">Of csv: the file's name.</param>
/// <param name="Body">Its lines.</param>
internal sealed record Example(string Kind, string Title, string Body);

/// <summary>A row of the table of expressions.</summary>
/// <param name="Expression">C#.</param>
/// <param name="With">Inputs, <c>name=value</c>.</param>
/// <param name="Result">A value, NULL or overflow.</param>
internal sealed record ExpressionRow(string Expression, string With, string Result);
