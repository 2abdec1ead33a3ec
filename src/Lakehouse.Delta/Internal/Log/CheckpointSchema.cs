using Lakehouse.Delta.DuckDb;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Log;

/// <summary>Which actions a checkpoint's Parquet file has columns for, and which fields they have: any may be absent, and there may be some that nobody knows.</summary>
internal sealed class CheckpointSchema
{
    private readonly Dictionary<string, HashSet<string>> fields;
    private readonly string identity;

    private CheckpointSchema(Dictionary<string, HashSet<string>> fields, string identity) => (this.fields, this.identity) = (fields, identity);

    /// <summary>The files by equal schemas, so that one query can read each group.</summary>
    public static IReadOnlyList<(CheckpointSchema Schema, IReadOnlyList<string> Files)> Group(DuckDbSession session, IReadOnlyList<string> files, CancellationToken ct)
    {
        var groups = new OrderedDictionary<string, (CheckpointSchema Schema, IReadOnlyList<string> Files)>();
        foreach (var file in files)
        {
            var schema = Read(session, file, ct);
            groups[schema.identity] = groups.TryGetValue(schema.identity, out var group) ? (group.Schema, [.. group.Files, file]) : (schema, [file]);
        }

        return [.. groups.Values];
    }

    public bool Has(string action) => fields.ContainsKey(action);

    public bool Has(string action, string field) => fields.TryGetValue(action, out var names) && names.Contains(field);

    /// <summary>The fields of an action, none when it is absent.</summary>
    public IEnumerable<string> Fields(string action) => fields.TryGetValue(action, out var names) ? names : [];

    private static CheckpointSchema Read(DuckDbSession session, string file, CancellationToken ct)
    {
        var nodes = session.Read(
            "SELECT name, coalesce(num_children, 0), concat_ws(' ', type, repetition_type, converted_type, logical_type) "
            + $"FROM parquet_schema({Literal(ParquetFiles.EscapeGlob(file))})",
            reader =>
            {
                var read = new List<(string Name, long Children, string Type)>();
                while (reader.Read()) read.Add((reader.GetString(0), reader.GetInt64(1), reader.GetString(2)));
                return read;
            },
            ct);
        var actions = new Dictionary<string, HashSet<string>>(StringComparer.OrdinalIgnoreCase);
        var next = 1;
        for (var column = 0L; column < nodes[0].Children; column++)
        {
            var (name, children, _) = nodes[next++];
            var names = actions[name] = new(StringComparer.OrdinalIgnoreCase);
            for (var field = 0L; field < children; field++)
            {
                names.Add(nodes[next].Name);
                next = AfterSubtree(next);
            }
        }

        return new CheckpointSchema(actions, string.Join('\n', nodes));

        int AfterSubtree(int node)
        {
            var after = node + 1;
            for (var child = 0L; child < nodes[node].Children; child++) after = AfterSubtree(after);
            return after;
        }
    }
}
