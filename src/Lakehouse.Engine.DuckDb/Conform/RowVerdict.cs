namespace Lakehouse.Engine.DuckDb.Conform;

/// <summary>What became of a source row.</summary>
/// <param name="Rule">The first rule that it broke, or null when it was accepted.</param>
/// <param name="Reason">Why, without values of the row.</param>
/// <param name="Delete">True when it was accepted and deletes its event if it wins.</param>
internal readonly record struct RowVerdict(string? Rule, string? Reason, bool Delete = false)
{
    /// <summary>True when the row passed types and rules.</summary>
    public bool Accepted => Rule is null;
}
