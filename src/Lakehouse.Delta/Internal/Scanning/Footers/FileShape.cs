namespace Lakehouse.Delta.Internal.Scanning.Footers;

/// <summary>What a Parquet file's footer tells of how to read its columns; files of one writer share it.</summary>
/// <param name="Fields">The file's columns.</param>
/// <param name="Calendar">In which calendars its old dates and times are.</param>
internal sealed record FileShape(IReadOnlyList<StoredField> Fields, FileCalendar Calendar)
{
    /// <summary>Equal for files that are read alike.</summary>
    public string Signature { get; } = $"{Calendar}{string.Join(",", Fields.Select(Text))}";

    private static string Text(StoredField field) => $"{field.Name.Length}:{field.Name}#{field.Id} {Text(field.Type)}";

    private static string Text(StoredType type) => type switch
    {
        StoredStruct s => $"({string.Join(",", s.Fields.Select(Text))})",
        StoredList l => $"[{Text(l.Element)}]",
        StoredMap m => $"<{Text(m.Key)},{Text(m.MapValue)}>",
        _ => type.ToString(),
    };
}

/// <summary>What a file's footer tells.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Shape">How to read its columns.</param>
internal sealed record FileFooter(long Rows, FileShape Shape);
