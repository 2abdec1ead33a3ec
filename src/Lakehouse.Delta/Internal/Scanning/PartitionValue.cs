using System.Globalization;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Scanning;

/// <summary>Partition values as the log spells them (Delta protocol, partition value serialization).</summary>
internal static class PartitionValue
{
    /// <summary>The value as SQL; an empty text is NULL.</summary>
    /// <exception cref="FormatException">The text is no value of the type; other such texts fail when the SQL runs.</exception>
    public static string Sql(string? text, DeltaType type)
    {
        if (string.IsNullOrEmpty(text) || type is PrimitiveType { Name: "void" }) return $"CAST(NULL AS {type.DuckDbType})";

        // DuckDB would round a fraction to the nearest integer.
        if (type is PrimitiveType { Name: "long" or "integer" or "short" or "byte" } && !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            throw new FormatException("a text is no whole number");
        return type is PrimitiveType { Name: "binary" } ? $"encode({Literal(text)})" : $"CAST({Literal(text)} AS {type.DuckDbType})";
    }
}
