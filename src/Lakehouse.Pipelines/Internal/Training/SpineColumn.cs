using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Pipelines.Internal.Ingest;

namespace Lakehouse.Pipelines.Internal.Training;

/// <summary>A column of the copied spine.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type in the copy.</param>
/// <param name="Expression">Its value over the raw rows.</param>
/// <param name="Wanted">The type that the set gives it, or null for a column that is only carried along.</param>
internal sealed record SpineColumn(string Name, DeltaType Type, string Expression, DataType? Wanted)
{
    private const string ZonePattern = "[0-9]:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)? ?([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)$";
    private static readonly string[] Integers = ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"];

    /// <exception cref="JobException">A column that the set needs is missing or of another type, or one cannot be carried along.</exception>
    public static IReadOnlyList<SpineColumn> Plan(IReadOnlyList<(string Name, string Type)> raw, SetDefinition set, Field[] typed, bool isText, string path)
    {
        var needed = set.Keys.Select(k => k.Name).Append(SpineCopy.TimestampColumn);
        if (needed.Where(n => raw.All(r => r.Name != n)).ToList() is { Count: > 0 } missing)
            throw new JobException(
                1,
                $"The spine {path} lacks the column {string.Join(", ", missing)}. Set {set.Id} needs {string.Join(", ", needed)}; "
                + $"the spine has {string.Join(", ", raw.Select(r => r.Name))}.");
        if (raw.Any(r => r.Name == SpineCopy.RowColumn))
            throw new JobException(1, $"The spine {path} has a column {SpineCopy.RowColumn}, which training sets number their rows by. Rename it.");
        return [.. raw.Select(r => typed.FirstOrDefault(t => t.Name == r.Name) is { } field ? Typed(r, field.Type, isText, path) : Carried(r, path))];
    }

    /// <summary>Finds the first text that is no value of the wanted type.</summary>
    /// <exception cref="JobException">There is one; the message names column and row.</exception>
    public void Check(DuckDbSession session, string raw, string path)
    {
        if (Wanted is not { } wanted) return;
        var name = DuckDbSession.Identifier(Name);
        if (session.ScalarInt64($"SELECT min(rowid) FROM {raw} WHERE {name} IS NOT NULL AND ({Expression} IS NULL OR {Rounds(name, wanted)})") is { } row)
            throw new JobException(
                1,
                $"The spine {path}: column {Name} of row {row} (counted from 0) is no {wanted}"
                + $"{(wanted == DataType.Timestamp ? " with a zone, such as 2001-03-01T12:00:00Z" : "")}. Correct the file. Nothing was built.");
    }

    // A cast to an integer or decimal rounds what does not fit.
    private string Rounds(string name, DataType wanted)
    {
        const string Wide = "DECIMAL(38,18)";
        return wanted.IsExact ? $"CAST({Expression} AS {Wide}) <> TRY_CAST({name} AS {Wide})" : "FALSE";
    }

    private static SpineColumn Typed((string Name, string Type) raw, DataType wanted, bool isText, string path)
    {
        var (type, name) = (DuckDbTypeOf(wanted), DuckDbSession.Identifier(raw.Name));
        if (!isText && !Suits(raw.Type, wanted.Kind))
            throw new JobException(
                1,
                $"The spine {path}: column {raw.Name} is {raw.Type}, and the set wants {wanted}{(wanted == DataType.Timestamp ? " (with a time zone)" : "")}. Convert the column.");
        var value = $"TRY_CAST({name} AS {type})";
        // A cast would take the zone of the session for a missing one.
        if (isText && wanted == DataType.Timestamp) value = $"CASE WHEN regexp_matches({name}, {DuckDbSession.Literal(ZonePattern)}) THEN {value} END";
        return new(raw.Name, DuckDbTypeText.Read(type)!, value, wanted);
    }

    private static SpineColumn Carried((string Name, string Type) raw, string path)
    {
        var type = DuckDbTypeText.Read(raw.Type) ?? throw new JobException(
            1,
            $"The spine {path}: column {raw.Name} is of type {raw.Type}, which a Delta table cannot hold. Convert it or leave it out.");
        return new(raw.Name, type, $"CAST({DuckDbSession.Identifier(raw.Name)} AS {type.DuckDbType})", Wanted: null);
    }

    private static bool Suits(string type, TypeKind wanted) => wanted switch
    {
        TypeKind.Int64 => Integers.Contains(type),
        TypeKind.Decimal => Integers.Contains(type) || type.StartsWith("DECIMAL", StringComparison.Ordinal),
        TypeKind.Double => Integers.Contains(type) || type is "FLOAT" or "DOUBLE" || type.StartsWith("DECIMAL", StringComparison.Ordinal),
        TypeKind.TimestampNtz => type.StartsWith("TIMESTAMP", StringComparison.Ordinal),
        TypeKind.DoubleList => type.EndsWith("[]", StringComparison.Ordinal),
        TypeKind.String => type == "VARCHAR" || type.StartsWith("ENUM", StringComparison.Ordinal),
        _ => type == DuckDbTypeOf(new DataType(wanted)),
    };

    private static string DuckDbTypeOf(DataType type) => type.Kind switch
    {
        TypeKind.Bool => "BOOLEAN",
        TypeKind.Int64 => "BIGINT",
        TypeKind.Decimal => $"DECIMAL({type.Precision},{type.Scale})",
        TypeKind.Double => "DOUBLE",
        TypeKind.String => "VARCHAR",
        TypeKind.Timestamp => "TIMESTAMP WITH TIME ZONE",
        TypeKind.TimestampNtz => "TIMESTAMP",
        TypeKind.Date => "DATE",
        TypeKind.Binary => "BLOB",
        _ => "DOUBLE[]",
    };
}
