using FluentAssertions;
using FluentAssertions.Execution;
using FluentAssertions.Primitives;
using Lakehouse.Features;
using Lakehouse.Testing.Internal;

namespace Lakehouse.Testing;

/// <summary>What a test expects of gold rows.</summary>
/// <param name="subject">The rows.</param>
public sealed class GoldRowsAssertions(GoldRows subject) : ReferenceTypeAssertions<GoldRows, GoldRowsAssertions>(subject)
{
    /// <inheritdoc/>
    protected override string Identifier => "gold";

    /// <summary>Both are equal in normal form up to the smaller frontier (semantics §2), doubles by their bits; the message names the first ten differences.</summary>
    [CustomAssertion]
    public AndConstraint<GoldRowsAssertions> EqualInNormalForm(GoldRows expected, string because = "", params object[] becauseArgs)
    {
        var frontier = Math.Min(Subject.FrontierMicros, expected.FrontierMicros);
        var differences = NormalForm.Differences(Subject.View, expected.Rows, Subject.Rows, frontier);
        Execute.Assertion.ForCondition(differences.Count == 0).BecauseOf(because, becauseArgs).FailWith(
            "Expected gold of {0} up to {1} to equal the expected rows in normal form{reason}, but:\n{2}",
            Verbatim.Of(Subject.View.Id), Verbatim.Of(ValueDisplay.Instant(frontier)), Verbatim.Of(string.Join('\n', differences)));
        return new(this);
    }

    /// <summary>At an instant a key has these values in the view's column order, and nothing withheld.</summary>
    /// <param name="key">Key values, as C# writes them, in the entity's order.</param>
    /// <param name="at">The instant.</param>
    /// <param name="expected">One value per column; null for NULL.</param>
    [CustomAssertion]
    public AndConstraint<GoldRowsAssertions> HaveValuesAt(IReadOnlyList<object> key, DateTimeOffset at, params IReadOnlyList<object?> expected)
    {
        var (view, keys) = (Subject.View, Subject.View.Entity.Keys);
        Value[] wanted = [.. view.Columns.Select((c, i) => ClrValues.FromClr(expected[i], c.Type))];
        Value[] lookedFor = [.. keys.Select((k, i) => ClrValues.FromClr(key[i], k.Type))];
        var found = Subject.Lookup(lookedFor, ClrValues.FromClr(at, DataType.Timestamp).AsInt64);
        var isSame = found.Statuses.All(s => s is ExpectedStatus.Present or ExpectedStatus.Null) && found.Values.AsSpan().SequenceEqual(wanted);
        Execute.Assertion.ForCondition(isSame).FailWith(
            "Expected gold of {0} to have {1} for {2} at {3}, but found {4}.",
            Verbatim.Of(view.Id), Verbatim.Of(Text(wanted)), Verbatim.Of(ValueDisplay.Of(lookedFor, keys)), Verbatim.Of($"{at:O}"),
            Verbatim.Of(found.Row is null ? "no row" : RowDisplay.Of(view, found.Row)));
        return new(this);
    }

    /// <summary>No instant has a row of the key.</summary>
    /// <param name="key">Key values, as C# writes them, in the entity's order.</param>
    [CustomAssertion]
    public AndConstraint<GoldRowsAssertions> NotHaveKey(params IReadOnlyList<object> key)
    {
        var keys = Subject.View.Entity.Keys;
        Value[] lookedFor = [.. keys.Select((k, i) => ClrValues.FromClr(key[i], k.Type))];
        var found = Subject.Rows.FirstOrDefault(r => r.Key.AsSpan().SequenceEqual(lookedFor));
        Execute.Assertion.ForCondition(found is null).FailWith(
            "Expected gold of {0} to have no row of {1}, but found {2}.",
            Verbatim.Of(Subject.View.Id), Verbatim.Of(ValueDisplay.Of(lookedFor, keys)), Verbatim.Of(found is null ? "" : RowDisplay.Of(Subject.View, found)));
        return new(this);
    }

    private string Text(Value[] values) => string.Join(' ', Subject.View.Columns.Select((c, i) => $"{c.Name}={ValueDisplay.Of(values[i], c.Type)}"));
}
