using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal.Rows;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Diff;

/// <summary>A column of two tables that are compared; nested values are compared as JSON text.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type that its values are read as.</param>
/// <param name="Sql">SQL of its values.</param>
/// <param name="OrderSql">SQL that sorts rows as <see cref="Compare"/> does.</param>
internal sealed record ComparedColumn(string Name, DataType Type, string Sql, string OrderSql)
{
    /// <summary>The column as it is read and sorted.</summary>
    public static ComparedColumn Of(TableColumn column)
    {
        var name = DuckDbSession.Identifier(column.Name);
        if (ColumnTypes.FromDelta(column.Type) is not { } type || type.Kind == TypeKind.DoubleList)
        {
            var text = $"CAST(to_json({name}) AS VARCHAR)";
            return new(column.Name, DataType.String, text, text);
        }

        // Equal to SQL, different in their bits: the sign tells zeros apart.
        var order = type.Kind == TypeKind.Double ? $"{name} NULLS FIRST, signbit({name})" : name;
        return new(column.Name, type, ColumnTypes.Select(name, type), order);
    }

    /// <summary>Order of two values: NULL first, then by value, doubles at last by their bits; 0 only for equal bits.</summary>
    public int Compare(Value left, Value right)
    {
        if (left.IsNull || right.IsNull) return (left.IsNull ? 0 : 1) - (right.IsNull ? 0 : 1);
        return Type.Kind switch
        {
            TypeKind.String => Utf8Order.Comparer.Compare(left.AsString, right.AsString),
            TypeKind.Binary => left.AsBinary.AsSpan().SequenceCompareTo(right.AsBinary),
            TypeKind.Double => CompareDoubles(left.AsDouble, right.AsDouble),
            _ => left.AsInt64.CompareTo(right.AsInt64),
        };
    }

    // DuckDB sorts NaN after all numbers.
    private static int CompareDoubles(double left, double right)
    {
        if (double.IsNaN(left) || double.IsNaN(right)) return (double.IsNaN(left) ? 1 : 0) - (double.IsNaN(right) ? 1 : 0);
        var order = left.CompareTo(right);
        return order != 0 ? order : (double.IsNegative(left) ? 1 : 0) - (double.IsNegative(right) ? 1 : 0);
    }
}
