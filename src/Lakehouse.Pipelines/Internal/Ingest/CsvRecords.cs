using System.Text;

namespace Lakehouse.Pipelines.Internal.Ingest;

/// <summary>Cuts delimited text into records; a broken one costs its own line only.</summary>
/// <remarks>
/// 1. A record ends at the first line end before which the quotes are even: only then may it be whole.
/// 2. Its fields are split; a quote inside an unquoted field, or text after a closing quote, breaks it.
/// 3. Of a broken record only the first line is given up; the lines that its open quote swallowed are read again as records of their own.
/// </remarks>
internal sealed class CsvRecords(TextReader reader, char delimiter, char quote, int maxLines = 1000)
{
    private readonly LinkedList<string> pending = [];
    private readonly List<(string Text, bool Quoted)> fields = [];
    private readonly StringBuilder field = new();

    /// <summary>The fields of the record last read.</summary>
    public IReadOnlyList<(string Text, bool Quoted)> Fields => fields;

    /// <summary>The raw text of the record last read, or of its first line where it is broken.</summary>
    public string Raw { get; private set; } = "";

    /// <summary>Reads the next record that is not an empty line.</summary>
    /// <param name="expectedFields">Number of fields that a whole record has; null for any.</param>
    /// <param name="whole">False when the record is broken or has another number of fields.</param>
    /// <returns>False at the end.</returns>
    public bool TryRead(int? expectedFields, out bool whole)
    {
        whole = false;
        var lines = NextRecord();
        if (lines.Count == 0) return false;
        Raw = Text(lines);
        whole = TrySplit(Raw) && (expectedFields is null || fields.Count == expectedFields);
        if (whole) return true;
        Raw = Text(lines.GetRange(0, 1));
        for (var i = lines.Count - 1; i > 0; i--) pending.AddFirst(lines[i]);
        return true;
    }

    private List<string> NextRecord()
    {
        var lines = new List<string>();
        var quotes = 0;
        while (lines.Count < maxLines && NextLine() is { } line)
        {
            if (lines.Count == 0 && line.AsSpan().Trim("\r\n").IsEmpty) continue;
            lines.Add(line);
            quotes += line.AsSpan().Count(quote);
            if (quotes % 2 == 0) break;
        }

        return lines;
    }

    // Lines keep their ends: inside quotes they are part of the value.
    private string? NextLine()
    {
        if (pending.First is { } first)
        {
            pending.RemoveFirst();
            return first.Value;
        }

        var line = new StringBuilder();
        while (reader.Read() is var c && c >= 0)
        {
            line.Append((char)c);
            if (c == '\n' || (c == '\r' && reader.Peek() != '\n')) break;
        }

        return line.Length == 0 ? null : line.ToString();
    }

    // Without the end of the last line.
    private static string Text(List<string> lines)
    {
        var text = lines.Count == 1 ? lines[0] : string.Concat(lines);
        var end = text.EndsWith("\r\n", StringComparison.Ordinal) ? 2 : text[^1] is '\n' or '\r' ? 1 : 0;
        return text[..^end];
    }

    private bool TrySplit(string record)
    {
        fields.Clear();
        var at = 0;
        while (true)
        {
            var quoted = at < record.Length && record[at] == quote;
            if (quoted ? !TryQuoted(record, ref at) : !TryPlain(record, ref at)) return false;
            if (at == record.Length) return true;
            at++;
        }
    }

    private bool TryPlain(string record, ref int at)
    {
        var end = record.IndexOf(delimiter, at);
        if (end < 0) end = record.Length;
        var text = record[at..end];
        fields.Add((text, Quoted: false));
        at = end;
        return !text.Contains(quote);
    }

    private bool TryQuoted(string record, ref int at)
    {
        field.Clear();
        for (at++; at < record.Length; at++)
        {
            if (record[at] != quote) field.Append(record[at]);
            else if (at + 1 < record.Length && record[at + 1] == quote) field.Append(record[++at]);
            else
            {
                at++;
                fields.Add((field.ToString(), Quoted: true));
                return at == record.Length || record[at] == delimiter;
            }
        }

        return false;
    }
}
