using System.Globalization;
using Lakehouse.Engine.DuckDb.Conform;
using Lakehouse.Engine.Spark.Dialect;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Microsoft.Spark.Sql;

namespace Lakehouse.Engine.Spark.Conform;

/// <summary>What the judged rows add up to.</summary>
/// <param name="Rows">All of them.</param>
/// <param name="Sure">Those that are sure.</param>
/// <param name="MayBeRemoved">True where sure ones are no longer in their file.</param>
/// <param name="IdRange">Bounds of the ids of sure rows; NULL where there is none.</param>
/// <param name="Warned">By <c>Warn</c> rule, sure rows that are kept and break it.</param>
internal sealed record JudgeTotals(long Rows, long Sure, bool MayBeRemoved, IdRange IdRange, IReadOnlyList<long> Warned)
{
    private const int FirstWarned = 5;

    /// <summary>No rows.</summary>
    public static JudgeTotals None(ContractDefinition contract) => new(0, 0, MayBeRemoved: false, IdRange.None(contract.EventId), []);

    /// <summary>The SELECT that gives them.</summary>
    public static string Select(string judged, ContractDefinition contract, int warnRules)
    {
        var id = SqlText.Identifier(contract.EventId.Name);
        var warned = Enumerable.Range(0, warnRules)
            .Select(i => $", count_if({JudgeSql.SureColumn} AND NOT {ContractDefinition.RemovedColumn} AND NOT {CandidateStore.GoneColumn} AND {JudgeSql.Warned(i)})");
        return $"SELECT count(*), count_if({JudgeSql.SureColumn}), count_if({JudgeSql.SureColumn} AND {ContractDefinition.RemovedColumn}), min({id}), max({id})"
            + $"{string.Concat(warned)} FROM {judged}";
    }

    /// <summary>Reads that SELECT's row.</summary>
    public static JudgeTotals Read(Row row, ContractDefinition contract) => new(
        row.GetAs<long>(0), row.GetAs<long>(1), row.GetAs<long>(2) > 0, IdRange.None(contract.EventId).With(ToValue(row[3])).With(ToValue(row[4])),
        [.. Enumerable.Range(FirstWarned, row.Size() - FirstWarned).Select(row.GetAs<long>)]);

    private static Value ToValue(object? id) => id switch
    {
        null => Value.Null,
        string text => Value.String(text),
        _ => Value.Int64(Convert.ToInt64(id, CultureInfo.InvariantCulture)),
    };
}
