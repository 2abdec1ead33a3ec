using System.Globalization;
using Cassandra.Internal.Types;

namespace Cassandra.Internal.Control;

/// <summary>Reads the names that the schema's tables give to types, such as <c>frozen&lt;map&lt;text, int&gt;&gt;</c>.</summary>
internal static class TypeName
{
    private static readonly Dictionary<string, ColumnTypeCode> Scalars = new(StringComparer.Ordinal)
    {
        ["ascii"] = ColumnTypeCode.Ascii,
        ["bigint"] = ColumnTypeCode.Bigint,
        ["blob"] = ColumnTypeCode.Blob,
        ["boolean"] = ColumnTypeCode.Boolean,
        ["counter"] = ColumnTypeCode.Counter,
        ["decimal"] = ColumnTypeCode.Decimal,
        ["double"] = ColumnTypeCode.Double,
        ["float"] = ColumnTypeCode.Float,
        ["int"] = ColumnTypeCode.Int,
        ["text"] = ColumnTypeCode.Varchar,
        ["varchar"] = ColumnTypeCode.Varchar,
        ["timestamp"] = ColumnTypeCode.Timestamp,
        ["uuid"] = ColumnTypeCode.Uuid,
        ["varint"] = ColumnTypeCode.Varint,
        ["timeuuid"] = ColumnTypeCode.Timeuuid,
        ["inet"] = ColumnTypeCode.Inet,
        ["date"] = ColumnTypeCode.Date,
        ["time"] = ColumnTypeCode.Time,
        ["smallint"] = ColumnTypeCode.SmallInt,
        ["tinyint"] = ColumnTypeCode.TinyInt,
        ["duration"] = ColumnTypeCode.Duration,
    };

    /// <summary>The type; one of the keyspace's own types is known by its name only.</summary>
    internal static CqlType Parse(string name)
    {
        name = name.Trim();
        if (Scalars.TryGetValue(name, out var code))
        {
            return CqlType.Scalar(code);
        }

        var open = name.IndexOf('<', StringComparison.Ordinal);
        if (open < 0)
        {
            return CqlType.Custom(name);
        }

        var arguments = Arguments(name[(open + 1)..^1]);
        return name[..open] switch
        {
            "frozen" => Parse(arguments[0]),
            "list" => CqlType.ListOf(Parse(arguments[0])),
            "set" => CqlType.SetOf(Parse(arguments[0])),
            "map" => CqlType.MapOf(Parse(arguments[0]), Parse(arguments[1])),
            "tuple" => CqlType.TupleOf([.. arguments.Select(Parse)]),
            "vector" => CqlType.VectorOf(Parse(arguments[0]), int.Parse(arguments[1], CultureInfo.InvariantCulture)),
            _ => CqlType.Custom(name),
        };
    }

    /// <summary>The parts between the commas of the outermost level.</summary>
    private static List<string> Arguments(string text)
    {
        var arguments = new List<string>();
        var (start, depth) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '<' => 1, '>' => -1, _ => 0 };
            if (text[i] == ',' && depth == 0)
            {
                arguments.Add(text[start..i]);
                start = i + 1;
            }
        }

        arguments.Add(text[start..]);
        return arguments;
    }
}
