using System.IO.Compression;
using System.Text.Json;
using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Delta.Acceptance.Tests.Cases;

/// <summary>Rows as a multiset of canonical texts.</summary>
internal static class RowBag
{
    /// <summary>The rows of a file of expected rows.</summary>
    public static IReadOnlyList<string> OfFile(string file, JsonElement schema, IReadOnlySet<string> ignored)
    {
        using var stream = File.OpenRead(file);
        using Stream plain = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        using var reader = new StreamReader(plain);
        var fields = CanonicalText.Fields(schema).Where(f => !ignored.Contains(f.Name)).ToList();
        var rows = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0) continue;
            using var row = JsonDocument.Parse(line);
            rows.Add(string.Join(" ", fields.Select(f => CanonicalText.Of(row.RootElement.TryGetProperty(f.Name, out var value) ? value : default, f.Type))));
        }

        return Sorted(rows);
    }

    /// <summary>The rows of a query whose columns are the schema's in any order, and no others.</summary>
    public static IReadOnlyList<string> OfQuery(
        DuckDbSession session, string query, IReadOnlyList<TableColumn> columns, JsonElement schema, IReadOnlySet<string> ignored, CancellationToken ct)
    {
        var wanted = CanonicalText.Fields(schema).Where(f => !ignored.Contains(f.Name)).ToList();
        var compared = columns.Where(c => !ignored.Contains(c.Name)).ToList();
        compared.Select(c => c.Name).Should().BeEquivalentTo(wanted.Select(f => f.Name));
        var places = wanted.Select(f => compared.FindIndex(c => c.Name == f.Name)).ToList();
        var rows = new List<string>();
        session.Stream(CanonicalSql.Rows(query, compared), chunk =>
        {
            for (var i = 0; i < chunk.Rows; i++)
            {
                using var row = JsonDocument.Parse(chunk.Bytes(0, i).ToArray());
                rows.Add(string.Join(" ", wanted.Select((f, n) => CanonicalText.Of(row.RootElement[places[n]], f.Type))));
            }
        }, ct);
        return Sorted(rows);
    }

    private static List<string> Sorted(List<string> rows)
    {
        rows.Sort(StringComparer.Ordinal);
        return rows;
    }
}
