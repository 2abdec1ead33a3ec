namespace Lakehouse.Pipelines.Internal.Ingest;

/// <summary>A row of a text file: its fields by position, or the text of a line that could not be parsed.</summary>
/// <param name="Fields">One per column; null for NULL. Valid until the next row is read.</param>
/// <param name="Corrupt">The raw text, or null for a good row.</param>
internal readonly record struct TextRow(string?[] Fields, string? Corrupt)
{
    public static TextRow Broken(string text) => new([], text);
}

/// <summary>A text file read row by row.</summary>
internal interface ITextFile
{
    IReadOnlyList<string> Columns { get; }

    IEnumerable<TextRow> Read();
}
