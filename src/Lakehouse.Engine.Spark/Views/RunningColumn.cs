namespace Lakehouse.Engine.Spark.Views;

/// <summary>How values of a timeline are put together; NULL is nothing.</summary>
internal enum Fold
{
    /// <summary>Added up.</summary>
    Sum,

    /// <summary>The least one stays.</summary>
    Least,

    /// <summary>The greatest one stays.</summary>
    Greatest,
}

/// <summary>A column that runs along each key's instants.</summary>
/// <param name="Name">Its name in the result.</param>
/// <param name="Source">The column of the grouped timeline that it is made of.</param>
/// <param name="Input">What is folded: an expression over that column and ts.</param>
/// <param name="Fold">How.</param>
/// <param name="IsAhead">False: over the instants so far, this one included. True: over the later ones.</param>
internal sealed record RunningColumn(string Name, string Source, string Input, Fold Fold, bool IsAhead = false)
{
    /// <summary>What the row takes of the folded value, of which this is given the text; null for all of it.</summary>
    public Func<string, string>? Settle { get; init; }

    /// <summary>The settled value under the column's name.</summary>
    public string Settled(string folded) => $"{(Settle is null ? folded : Settle(folded))} AS {Name}";

    private string Function => Fold switch
    {
        Fold.Sum => "sum",
        Fold.Least => "min",
        _ => "max",
    };

    /// <summary>The aggregate call over any input.</summary>
    public string Over(string input) => $"{Function}({input})";

    /// <summary>Two parts put together.</summary>
    public string Joined(string left, string right) => Fold switch
    {
        Fold.Sum => $"coalesce({left} + {right}, {left}, {right})",
        Fold.Least => $"least({left}, {right})",
        _ => $"greatest({left}, {right})",
    };
}
