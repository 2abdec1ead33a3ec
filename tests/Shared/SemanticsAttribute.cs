using Xunit.v3;

namespace Lakehouse.Tests;

/// <summary>Names the paragraphs of docs/semantics.md that a test holds, for example <c>[Semantics("3.2")]</c>; every paragraph must be named by some test.</summary>
/// <param name="paragraphs">Their numbers.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = false)]
internal sealed class SemanticsAttribute(params string[] paragraphs) : Attribute, ITraitAttribute
{
    /// <summary>The numbers.</summary>
    public IReadOnlyList<string> Paragraphs { get; } = paragraphs;

    /// <inheritdoc/>
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [.. Paragraphs.Select(p => KeyValuePair.Create("semantics", p))];
}
