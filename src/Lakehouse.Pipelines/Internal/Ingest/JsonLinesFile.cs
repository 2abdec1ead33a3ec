using System.Text.Json;

namespace Lakehouse.Pipelines.Internal.Ingest;

/// <summary>One JSON object a line, in UTF-8; values as their text, nested ones as JSON text.</summary>
/// <remarks>The columns are the keys of all objects, in order of first appearance, so the file is read twice.</remarks>
internal sealed class JsonLinesFile : ITextFile
{
    private readonly SourceFile file;
    private readonly Dictionary<string, int> positions = new(StringComparer.OrdinalIgnoreCase);

    public JsonLinesFile(SourceFile file)
    {
        this.file = file;
        var columns = new List<string>();
        foreach (var line in Lines())
        {
            using var document = TryParse(line);
            if (document is null) continue;
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (positions.TryAdd(BronzeSchema.LegalName(property.Name), columns.Count)) columns.Add(property.Name);
            }
        }

        Columns = columns;
    }

    public IReadOnlyList<string> Columns { get; }

    public IEnumerable<TextRow> Read()
    {
        var values = new string?[Columns.Count];
        foreach (var line in Lines())
        {
            using var document = TryParse(line);
            yield return document is not null && TryFill(document.RootElement, values) ? new TextRow(values, Corrupt: null) : TextRow.Broken(line);
        }
    }

    private bool TryFill(JsonElement row, string?[] values)
    {
        Array.Clear(values);
        try
        {
            foreach (var property in row.EnumerateObject())
            {
                values[positions[BronzeSchema.LegalName(property.Name)]] = property.Value.ValueKind switch
                {
                    JsonValueKind.Null => null,
                    JsonValueKind.String => property.Value.GetString(),
                    _ => property.Value.GetRawText(),
                };
            }
        }
        catch (InvalidOperationException)
        {
            // An escape sequence that is half of a character.
            return false;
        }

        return true;
    }

    // A key that is there twice, also in another case, would lose one of its values: such a line is no row.
    private static JsonDocument? TryParse(string line)
    {
        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind == JsonValueKind.Object && HasDistinctKeys(document.RootElement)) return document;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            document?.Dispose();
            return null;
        }

        document.Dispose();
        return null;
    }

    private static bool HasDistinctKeys(JsonElement row)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in row.EnumerateObject())
        {
            if (property.Name.Length == 0 || !seen.Add(BronzeSchema.LegalName(property.Name))) return false;
        }

        return true;
    }

    private IEnumerable<string> Lines() => File.ReadLines(file.FullPath, SourceFile.StrictUtf8).Where(l => l.AsSpan().Trim().Length > 0);
}
