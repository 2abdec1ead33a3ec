using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Scanning;

/// <summary>Partition values as the log spells them (Delta protocol, partition value serialization).</summary>
internal static class PartitionValue
{
    /// <summary>The value as SQL; an empty text is NULL.</summary>
    public static string Sql(string? text, DeltaType type)
    {
        if (string.IsNullOrEmpty(text)) return $"CAST(NULL AS {type.DuckDbType})";
        return type is PrimitiveType { Name: "binary" } ? $"encode({Literal(text)})" : $"CAST({Literal(text)} AS {type.DuckDbType})";
    }
}
