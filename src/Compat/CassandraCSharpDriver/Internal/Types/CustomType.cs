namespace Cassandra.Internal.Types;

/// <summary>Types that the protocol only knows by the class of the server: vectors, and durations in v4.</summary>
internal static class CustomType
{
    private const string Package = "org.apache.cassandra.db.marshal.";
    private const int MaxDepth = 32;
    private const int MaxDimensions = 1 << 16;

    private static readonly Dictionary<string, ColumnTypeCode> Scalars = new()
    {
        ["AsciiType"] = ColumnTypeCode.Ascii,
        ["LongType"] = ColumnTypeCode.Bigint,
        ["BytesType"] = ColumnTypeCode.Blob,
        ["BooleanType"] = ColumnTypeCode.Boolean,
        ["CounterColumnType"] = ColumnTypeCode.Counter,
        ["DecimalType"] = ColumnTypeCode.Decimal,
        ["DoubleType"] = ColumnTypeCode.Double,
        ["FloatType"] = ColumnTypeCode.Float,
        ["Int32Type"] = ColumnTypeCode.Int,
        ["UTF8Type"] = ColumnTypeCode.Varchar,
        ["TimestampType"] = ColumnTypeCode.Timestamp,
        ["UUIDType"] = ColumnTypeCode.Uuid,
        ["IntegerType"] = ColumnTypeCode.Varint,
        ["TimeUUIDType"] = ColumnTypeCode.Timeuuid,
        ["InetAddressType"] = ColumnTypeCode.Inet,
        ["SimpleDateType"] = ColumnTypeCode.Date,
        ["TimeType"] = ColumnTypeCode.Time,
        ["ShortType"] = ColumnTypeCode.SmallInt,
        ["ByteType"] = ColumnTypeCode.TinyInt,
        ["DurationType"] = ColumnTypeCode.Duration,
    };

    /// <summary>The type that a class name stands for; null when it is none that is known here.</summary>
    public static CqlType? Parse(string name, int depth = 0)
    {
        var text = name.Trim();
        if (depth > MaxDepth || !text.StartsWith(Package, StringComparison.Ordinal)) return null;
        text = text[Package.Length..];
        if (Scalars.TryGetValue(text, out var code)) return CqlType.Scalar(code);
        var open = text.IndexOf('(');
        return open > 0 && text[^1] == ')' ? ParseArguments(text[..open], text[(open + 1)..^1], name, depth) : null;
    }

    private static CqlType? ParseArguments(string kind, string arguments, string name, int depth)
    {
        var parts = Split(arguments);
        switch (kind)
        {
            case "VectorType" when parts.Count == 2 && int.TryParse(parts[1], out var dimensions) && dimensions is > 0 and < MaxDimensions:
                return Parse(parts[0], depth + 1) is { } element ? CqlType.VectorOf(element, dimensions, name) : null;
            case "FrozenType" when parts.Count == 1:
                return Parse(parts[0], depth + 1);
            case "ListType" when parts.Count == 1:
                return Parse(parts[0], depth + 1) is { } item ? CqlType.ListOf(item) : null;
            case "SetType" when parts.Count == 1:
                return Parse(parts[0], depth + 1) is { } member ? CqlType.SetOf(member) : null;
            case "MapType" when parts.Count == 2:
                return Parse(parts[0], depth + 1) is { } key && Parse(parts[1], depth + 1) is { } value ? CqlType.MapOf(key, value) : null;
            default:
                return null;
        }
    }

    /// <summary>Parts between commas that stand in no inner brackets.</summary>
    private static List<string> Split(string text)
    {
        var parts = new List<string>();
        var (start, depth) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] == ',' && depth == 0))
            {
                parts.Add(text[start..i].Trim());
                start = i + 1;
            }
            else if (text[i] == '(') depth++;
            else if (text[i] == ')') depth--;
        }

        return parts;
    }
}
