using Lakehouse.Delta.DuckDb;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Materialize.Events;

/// <summary>Keys inside a run's queries: text as it is, everything else as its 64 bits, so that order and equality are those of the typed tuple.</summary>
internal static class KeyCode
{
    /// <summary>DuckDB's type of a coded key.</summary>
    public static string SqlType(DataType type) => type.Kind == TypeKind.String ? "VARCHAR" : "BIGINT";

    /// <summary>SQL that codes a key column of silver or gold.</summary>
    public static string Sql(string column, DataType type)
    {
        var name = DuckDbSession.Identifier(column);
        return type.Kind switch
        {
            TypeKind.String => name,
            TypeKind.Timestamp => $"epoch_us({name})",
            TypeKind.Date => $"date_diff('day', DATE '1970-01-01', {name})",
            TypeKind.Decimal => $"CAST(CAST({name} AS DECIMAL(18,{type.Scale})) * CAST('1{new string('0', type.Scale)}' AS DECIMAL(19,0)) AS BIGINT)",
            _ => $"CAST({name} AS BIGINT)",
        };
    }
}
