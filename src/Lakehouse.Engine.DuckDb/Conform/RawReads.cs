using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.DuckDb.Conform;

/// <summary>Which columns of the raw record a contract reads; only they can make a row bad or a winner, as only they are part of the contract's identity.</summary>
internal static class RawReads
{
    /// <summary>By raw column: whether a mapping or a <c>Delete</c> rule reads it.</summary>
    public static bool[] Of(ContractDefinition contract) =>
        Of(contract.Source, contract.Columns.Select(c => c.Mapping).Concat(contract.Rules.Where(r => r.Kind == RuleKind.Delete).Select(r => r.Condition)));

    /// <summary>By raw column: whether one of the expressions reads it.</summary>
    public static bool[] Of(SourceDefinition source, IEnumerable<Expr> expressions)
    {
        var names = ExprWalk.ColumnNames(expressions).ToHashSet(StringComparer.Ordinal);
        return [.. source.Columns.Select(c => names.Contains(c.Name))];
    }
}
