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
        return OfLines(reader.ReadToEnd().Split('\n'), schema, ignored);
    }

    /// <summary>The rows of JSON lines, one object each, with no columns but the schema's.</summary>
    public static IReadOnlyList<string> OfLines(IEnumerable<string> lines, JsonElement schema, IReadOnlySet<string> ignored)
    {
        var fields = CanonicalText.Fields(schema).Where(f => !ignored.Contains(f.Name)).ToList();
        var names = fields.Select(f => f.Name).ToHashSet();
        var rows = new List<string>();
        foreach (var line in lines.Where(l => l.Length > 0))
        {
            using var row = JsonDocument.Parse(line);
            row.RootElement.EnumerateObject().Select(p => p.Name).Where(n => !ignored.Contains(n)).Should().BeSubsetOf(names);
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
