namespace Lakehouse.Testing;

/// <summary>How much the generator makes.</summary>
public sealed record EventGeneratorOptions
{
    /// <summary>Rows in all.</summary>
    /// <value>The default is 200.</value>
    public int Rows { get; init; } = 200;

    /// <summary>Batches that they arrive in.</summary>
    /// <value>The default is 4.</value>
    public int Batches { get; init; } = 4;

    /// <summary>Share of values that are NULL in nullable columns, 0 to 1.</summary>
    /// <value>The default is 0.15.</value>
    public double NullShare { get; init; } = 0.15;

    /// <summary>Whether numbers reach the limits of their types, so that sums overflow.</summary>
    /// <value>The default is false.</value>
    public bool Extremes { get; init; }

    /// <summary>Whether rows repeat, correct and delete earlier events.</summary>
    /// <value>The default is true.</value>
    public bool Changes { get; init; } = true;
}
