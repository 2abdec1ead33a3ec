namespace Cassandra;

/// <summary>A statement as text.</summary>
public abstract class RegularStatement : Statement
{
    private protected RegularStatement()
    {
    }

    /// <summary>The text.</summary>
    public abstract string? QueryString { get; }

    /// <inheritdoc />
    public override string? ToString() => QueryString;
}
