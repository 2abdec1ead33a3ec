using System.Text.Json;
using Lakehouse.Client;
using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Cli.Push;

/// <summary>A file of events, as text by column; the server reads the text as ingest reads files.</summary>
internal sealed class EventFile
{
    private readonly Dictionary<string, string?[]> columns = new(StringComparer.Ordinal);

    private EventFile(int count) => Count = count;

    public int Count { get; }

    /// <summary>The events in parts of a size.</summary>
    public static IEnumerable<EventFile> Read(string path, int size)
    {
        if (!File.Exists(path)) throw new UsageException($"File '{path}' does not exist.");
        return (path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? Csv(path) : Json(path)).Chunk(size).Select(Of);
    }

    public EventBatch ToBatch(string contract)
    {
        var batch = new EventBatch(contract);
        foreach (var (name, values) in columns) batch.Column(name, values);
        return batch;
    }

    private static EventFile Of(IReadOnlyDictionary<string, string?>[] events)
    {
        var part = new EventFile(events.Length);
        for (var i = 0; i < events.Length; i++)
        {
            foreach (var (name, value) in events[i])
            {
                if (!part.columns.TryGetValue(name, out var column)) part.columns[name] = column = new string?[events.Length];
                column[i] = value;
            }
        }

        return part;
    }

    private static IEnumerable<IReadOnlyDictionary<string, string?>> Json(string path)
    {
        var line = 0;
        foreach (var text in File.ReadLines(path))
        {
            line++;
            if (text.AsSpan().Trim().IsEmpty) continue;
            yield return Object(path, line, text);
        }
    }

    private static Dictionary<string, string?> Object(string path, int line, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.String => p.Value.GetString(),
                _ => p.Value.GetRawText(),
            });
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new UsageException($"{path}: line {line} is not one JSON object with different names.");
        }
    }

    private static IEnumerable<IReadOnlyDictionary<string, string?>> Csv(string path)
    {
        using var session = new DuckDbSession();
        using var command = session.Connection.CreateCommand();
        command.CommandText = $"SELECT * FROM read_csv({DuckDbSession.Literal(path)}, header=true, all_varchar=true, delim=',', quote='\"', allow_quoted_nulls=false)";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var row = new Dictionary<string, string?>(StringComparer.Ordinal);
            for (var i = 0; i < reader.FieldCount; i++) row[reader.GetName(i)] = reader.IsDBNull(i) ? null : reader.GetString(i);
            yield return row;
        }
    }
}
