using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.Spark.Conform;

/// <summary>Source rows with Spark's verdicts.</summary>
/// <param name="Relation">The relation that holds them; null where there were no rows.</param>
/// <param name="Source">SELECT of the rows as they are stored.</param>
/// <param name="Totals">What they add up to.</param>
internal sealed record JudgedRows(string? Relation, string Source, JudgeTotals Totals)
{
    /// <summary>No rows.</summary>
    public static JudgedRows None(ContractDefinition contract) => new(Relation: null, "", JudgeTotals.None(contract));
}
