using System.Text.RegularExpressions;
using Lakehouse.Analyzers.Tests.Corpus;
using Microsoft.CodeAnalysis;

namespace Lakehouse.Analyzers.Tests;

/// <summary>Refused by apply if and only if reported by the analyzer, at the expression that apply names.</summary>
public sealed partial class CorpusTests(CorpusFixture corpus) : IClassFixture<CorpusFixture>
{
    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, CorpusFixture.Cases.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Definition_AppliedAndAnalyzed_IsJudgedAlike(int number)
    {
        var definition = CorpusFixture.Cases[number];
        var refusal = corpus.Refusal(definition);
        var reported = corpus.Diagnostics(definition);

        (refusal is not null).Should().Be(definition.Id is not null, $"apply says of '{definition.Name}': {refusal}");
        var expected = definition.Id is { } id ? [id] : Array.Empty<string>();
        var said = $"of '{definition.Name}' apply says '{refusal}', the analyzer '{string.Join(" | ", reported.Select(d => d.GetMessage()))}'";
        reported.Select(d => d.Id).Distinct().Should().BeEquivalentTo(expected, said);
        if (refusal is not null && Named().Match(refusal) is { Success: true } named)
            reported.Select(Text).Should().Contain(Bare(named.Groups["expression"].Value), $"apply says: {refusal}");
    }

    [Fact]
    public void Corpus_Size_CoversAllRules()
    {
        CorpusFixture.Cases.Length.Should().BeGreaterThanOrEqualTo(80);
        CorpusFixture.Cases.Select(c => c.Id).OfType<string>().Distinct().Should().BeEquivalentTo(Enumerable.Range(1, 17).Select(n => $"LH{n:0000}"));
        CorpusFixture.Cases.Count(c => c.Id is null).Should().BeGreaterThan(40);
    }

    [Fact]
    public void Refusals_OfExpressions_AreWordedAlike()
    {
        foreach (var definition in CorpusFixture.Cases.Where(c => corpus.Refusal(c)?.Contains("` ") == true))
        {
            var refusal = corpus.Refusal(definition)!;

            corpus.Diagnostics(definition).Select(d => Reason(d.GetMessage())).Should().Contain(Reason(refusal));
        }
    }

    private static string Reason(string message) => Bare(message[message.LastIndexOf("` ", StringComparison.Ordinal)..]);

    /// <summary>The reported source, without what a compiled lambda forgets.</summary>
    private static string Text(Diagnostic diagnostic) => Bare(diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan));

    /// <summary>Without blanks, parentheses, null-forgiving marks and casts, which compiled lambdas do not keep; an interpolated text is a call there.</summary>
    private static string Bare(string text)
    {
        var bare = Forgotten().Replace(text, "").Replace("!", "");
        return bare.StartsWith('$') || bare.StartsWith("string.Format", StringComparison.Ordinal) ? "string.Format" : bare;
    }

    [GeneratedRegex("`(?<expression>.+?)` ")]
    private static partial Regex Named();

    [GeneratedRegex(@"\((int|long|decimal|float|double)\)|[\s()]|CaseProject\.|(?<=\d)[mL]\b")]
    private static partial Regex Forgotten();
}
