using System.Text;
using System.Text.Json;

namespace Lakehouse.Delta.Internal;

/// <summary>Statistics of a data file as some writer wrote them; whatever is absent or unreadable is unknown.</summary>
/// <remarks>Nothing is kept of a reading: a table has many files, and a condition asks each for few columns.</remarks>
/// <param name="json">The text of an add action's <c>stats</c>; empty when there is none.</param>
internal readonly struct FileStatistics(ReadOnlyMemory<byte> json)
{
    public long? RecordCount
    {
        get
        {
            if (json.IsEmpty) return null;
            var reader = new Utf8JsonReader(json.Span);
            try
            {
                while (NextMember(ref reader))
                {
                    if (reader.ValueTextEquals("numRecords"u8)) return Integer(ref reader);
                    Pass(ref reader);
                }
            }
            catch (JsonException)
            {
                // Unreadable is unknown.
            }

            return null;
        }
    }

    /// <summary>What is said of a column of the table's top level.</summary>
    /// <param name="physicalName">The column's physical name in UTF-8.</param>
    public ColumnStatistics Column(ReadOnlySpan<byte> physicalName)
    {
        if (json.IsEmpty) return default;
        var reader = new Utf8JsonReader(json.Span);
        var found = default(ColumnStatistics);
        try
        {
            while (NextMember(ref reader))
            {
                if (reader.ValueTextEquals("numRecords"u8)) found = found with { Records = Integer(ref reader) };
                else if (reader.ValueTextEquals("minValues"u8)) found = found with { Min = Member(ref reader, physicalName) };
                else if (reader.ValueTextEquals("maxValues"u8)) found = found with { Max = Member(ref reader, physicalName) };
                else if (reader.ValueTextEquals("nullCount"u8)) found = found with { Nulls = long.TryParse(Member(ref reader, physicalName), out var nulls) ? nulls : null };
                else Pass(ref reader);
            }

            return found;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    /// <summary>Moves to the next name of the outermost object.</summary>
    private static bool NextMember(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.None && !(reader.Read() && reader.TokenType == JsonTokenType.StartObject)) return false;
        return reader.Read() && reader.TokenType == JsonTokenType.PropertyName;
    }

    private static void Pass(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    private static long? Integer(ref Utf8JsonReader reader)
    {
        reader.Read();
        long? value = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) ? number : null;
        reader.Skip();
        return value;
    }

    /// <summary>A text or number of the object that follows, as text; null when it has none of that name.</summary>
    private static string? Member(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        string? text = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var wanted = reader.ValueTextEquals(name);
            reader.Read();
            if (wanted) text = reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString(),
                JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
                _ => null,
            };
            reader.Skip();
        }

        return text;
    }
}

/// <summary>What a file's statistics say of one column.</summary>
/// <param name="Records">Rows of the file; null when unknown.</param>
/// <param name="Nulls">Nulls among them; null when unknown.</param>
/// <param name="Min">The text or number of a lower bound; null when there is none.</param>
/// <param name="Max">The text or number of an upper bound; null when there is none.</param>
internal readonly record struct ColumnStatistics(long? Records, long? Nulls, string? Min, string? Max);
