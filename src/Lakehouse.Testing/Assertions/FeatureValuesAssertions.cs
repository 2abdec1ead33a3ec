using FluentAssertions;
using FluentAssertions.Execution;
using FluentAssertions.Primitives;
using Lakehouse.Features;
using Lakehouse.Testing.Internal;

namespace Lakehouse.Testing;

/// <summary>What a test expects of the features of one key or request.</summary>
/// <param name="subject">The features.</param>
public sealed class FeatureValuesAssertions(FeatureValues subject) : ReferenceTypeAssertions<FeatureValues, FeatureValuesAssertions>(subject)
{
    /// <inheritdoc/>
    protected override string Identifier => "features";

    /// <summary>The column is present and has exactly this value.</summary>
    /// <param name="column">Column name, for example <c>departures_1h</c>.</param>
    /// <param name="expected">A value of the column's type as C# writes it; int and long for an int64, a decimal or int for a decimal, doubles by their bits. Null means status NULL.</param>
    /// <param name="because">Why, for the message.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <exception cref="ArgumentException">The view has no such column, or the expected value is of another type.</exception>
    [CustomAssertion]
    public AndConstraint<FeatureValuesAssertions> HaveValue(string column, object? expected, string because = "", params object[] becauseArgs)
    {
        if (expected is null) return BeNull(column, because, becauseArgs);
        var cell = Subject.Find(column);
        var wanted = ClrValues.FromClr(expected, cell.Type);
        return Check(cell, cell.Status == ExpectedStatus.Present && cell.Value == wanted, ValueDisplay.Of(wanted, cell.Type), because, becauseArgs);
    }

    /// <summary>The column is present and within a distance of a value; of a double column only, since everything else is exact.</summary>
    /// <param name="column">Column name.</param>
    /// <param name="expected">About which value.</param>
    /// <param name="precision">Greatest distance from it, 0 or more.</param>
    /// <param name="because">Why, for the message.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <exception cref="ArgumentException">The view has no such column, or it is no double.</exception>
    [CustomAssertion]
    public AndConstraint<FeatureValuesAssertions> HaveValueNear(string column, double expected, double precision, string because = "", params object[] becauseArgs)
    {
        var cell = Subject.Find(column);
        if (cell.Type.Kind != TypeKind.Double) throw new ArgumentException($"Column {column} is {cell.Type}, which is exact: use HaveValue.", nameof(column));
        var isNear = cell.Status == ExpectedStatus.Present && Math.Abs(cell.Value.AsDouble - expected) <= precision;
        return Check(cell, isNear, $"{expected:R} ± {precision:R}", because, becauseArgs);
    }

    /// <summary>A row is in force and the column's value in it is NULL.</summary>
    [CustomAssertion]
    public AndConstraint<FeatureValuesAssertions> BeNull(string column, string because = "", params object[] becauseArgs) => HaveStatus(column, ExpectedStatus.Null, because, becauseArgs);

    /// <summary>The row in force is older than the view's time to live, so that the value is withheld.</summary>
    [CustomAssertion]
    public AndConstraint<FeatureValuesAssertions> BeExpired(string column, string because = "", params object[] becauseArgs) =>
        HaveStatus(column, ExpectedStatus.Expired, because, becauseArgs);

    /// <summary>No row is in force: the key has had no event yet, or has none any more.</summary>
    [CustomAssertion]
    public AndConstraint<FeatureValuesAssertions> BeAbsent(string column, string because = "", params object[] becauseArgs) => HaveStatus(column, ExpectedStatus.Absent, because, becauseArgs);

    /// <summary>No column has a row in force.</summary>
    [CustomAssertion]
    public AndConstraint<FeatureValuesAssertions> BeAbsent()
    {
        foreach (var column in Subject.Columns) BeAbsent(column, because: "");
        return new(this);
    }

    /// <summary>The column has a value, whichever.</summary>
    [CustomAssertion]
    public AndConstraint<FeatureValuesAssertions> BePresent(string column, string because = "", params object[] becauseArgs) => HaveStatus(column, ExpectedStatus.Present, because, becauseArgs);

    /// <summary>The column has this status.</summary>
    [CustomAssertion]
    public AndConstraint<FeatureValuesAssertions> HaveStatus(string column, ExpectedStatus expected, string because = "", params object[] becauseArgs) =>
        Check(Subject.Find(column), Subject.Status(column) == expected, expected.ToString().ToUpperInvariant(), because, becauseArgs);

    [CustomAssertion]
    private AndConstraint<FeatureValuesAssertions> Check(FeatureValues.Cell cell, bool holds, string expected, string because, object[] becauseArgs)
    {
        Execute.Assertion.ForCondition(holds).BecauseOf(because, becauseArgs).FailWith(
            "Expected {0} ({1}) to be {2}{reason}, but found {3}. All features of {4}.",
            Verbatim.Of(cell.Name), Verbatim.Of(cell.Type), Verbatim.Of(expected), Verbatim.Of(cell.Text), Verbatim.Of(Subject));
        return new(this);
    }
}
