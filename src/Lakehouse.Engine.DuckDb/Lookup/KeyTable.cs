using System.Globalization;
using System.Text;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Features;
using Lakehouse.Features.Internal;

namespace Lakehouse.Engine.DuckDb.Lookup;

/// <summary>Entity keys as a temporary table of their own types, with their positions.</summary>
/// <remarks>Text goes in as bytes: the appender ends a text at its first U+0000.</remarks>
internal static class KeyTable
{
    /// <summary>Column with the key's position.</summary>
    public const string OrdinalColumn = "__ordinal";

    private const int MaxKeysInPredicate = 200;

    /// <summary>Creates the table; keys with a NULL are left out, as they match nothing.</summary>
    public static void Create(DuckDbSession session, string table, IReadOnlyList<Field> fields, IReadOnlyList<Value[]> keys)
    {
        var raw = string.Join(", ", fields.Select((f, i) => $"k{i} {(f.Type.Kind == TypeKind.String ? "BLOB" : "BIGINT")}"));
        session.Execute($"CREATE OR REPLACE TEMP TABLE {table}_raw ({OrdinalColumn} BIGINT, {raw})");
        using (var appender = session.Connection.CreateAppender($"{table}_raw"))
        {
            for (var ordinal = 0; ordinal < keys.Count; ordinal++)
            {
                if (keys[ordinal].Any(k => k.IsNull)) continue;
                var row = appender.CreateRow().AppendValue((long?)ordinal);
                foreach (var (field, value) in fields.Zip(keys[ordinal]))
                {
                    _ = field.Type.Kind == TypeKind.String ? row.AppendValue(Encoding.UTF8.GetBytes(value.AsString)) : row.AppendValue((long?)value.AsInt64);
                }

                row.EndRow();
            }
        }

        var typed = string.Join(", ", fields.Select((f, i) => $"{Typed($"k{i}", f.Type)} AS {DuckDbSession.Identifier(f.Name)}"));
        session.Execute($"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {OrdinalColumn}, {typed} FROM {table}_raw");
    }

    /// <summary>A scan of the files and row groups that may hold one of a few keys; of many keys, the scan as it is.</summary>
    public static Scan Prune(Scan scan, IReadOnlyList<Field> fields, IReadOnlyList<Value[]> keys)
    {
        if (keys.Count > MaxKeysInPredicate) return scan;
        for (var i = 0; i < fields.Count; i++)
        {
            var literals = keys.Where(k => !k.Any(v => v.IsNull)).Select(k => k[i]).Distinct().Select(v => ToLiteral(v, fields[i].Type)).ToList();
            if (literals.Count > 0) scan = scan.Where(new InPredicate(fields[i].Name, literals));
        }

        return scan;
    }

    private static object ToLiteral(Value value, DataType type) => type.Kind switch
    {
        TypeKind.Bool => value.AsBool,
        TypeKind.Int64 => value.AsInt64,
        TypeKind.String => value.AsString,
        TypeKind.Timestamp => Instant.ToUtc(value.AsInt64),
        TypeKind.Date => DateOnly.FromDayNumber((int)value.AsInt64 + new DateOnly(1970, 1, 1).DayNumber),
        TypeKind.Decimal => decimal.Parse(ValueText.Of(value, type), CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a key type."),
    };

    private static string Typed(string column, DataType type) => type.Kind switch
    {
        TypeKind.Int64 => column,
        TypeKind.String => $"decode({column})",
        TypeKind.Bool => $"{column} <> 0",
        TypeKind.Timestamp => $"make_timestamptz({column})",
        TypeKind.Date => $"DATE '1970-01-01' + CAST({column} AS INTEGER)",

        // Exact: no quotient of integers is a decimal in DuckDB.
        TypeKind.Decimal => $"CAST(CAST({column} AS DECIMAL(38,0)) * CAST(1e-{type.Scale} AS DECIMAL(18,{type.Scale})) AS DECIMAL(18,{type.Scale}))",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a key type."),
    };
}
