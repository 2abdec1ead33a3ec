using System.Globalization;
using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta.Internal.Writing;

/// <summary>Which leaf columns of a table get statistics (Delta: <c>delta.dataSkippingStatsColumns</c>, else the first <c>delta.dataSkippingNumIndexedCols</c>, else 32).</summary>
/// <remarks>A leaf is what is no struct, at any depth inside structs, counted in the schema's order without partition columns; lists and maps count too, but have no statistics:
/// DuckDB tells none.</remarks>
internal sealed class IndexedLeaves
{
    private const int DefaultCount = 32;
    private readonly HashSet<string> paths;

    private IndexedLeaves(IEnumerable<string> paths) => this.paths = [.. paths];

    /// <summary>The leaves of a table.</summary>
    /// <param name="metadata">Its metadata.</param>
    /// <param name="columns">Its data columns with the names that files and statistics know them by.</param>
    /// <param name="logical">The same columns with their logical names.</param>
    public static IndexedLeaves Of(TableMetadata metadata, IReadOnlyList<TableColumn> columns, IReadOnlyList<TableColumn> logical)
    {
        var leaves = Leaves([], columns).Zip(Leaves([], logical), (stored, named) => (Key: Key(stored.Path), Named: named.Path, stored.IsPrimitive)).ToList();
        if (metadata.Configuration.TryGetValue("delta.dataSkippingStatsColumns", out var names))
        {
            var wanted = Parse(names).ToList();
            return new(leaves.Where(l => l.IsPrimitive && wanted.Any(w => IsPrefix(w, l.Named))).Select(l => l.Key));
        }

        var count = metadata.Configuration.TryGetValue("delta.dataSkippingNumIndexedCols", out var text)
            && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : DefaultCount;
        return new(leaves.Take(count < 0 ? leaves.Count : count).Where(l => l.IsPrimitive).Select(l => l.Key));
    }

    /// <summary>True when the leaf gets statistics.</summary>
    /// <param name="path">Its stored names from the top down.</param>
    public bool Contains(IReadOnlyList<string> path) => paths.Contains(Key(path));

    /// <summary>The column paths of a list such as <c>a, s.b, `odd,name`</c>.</summary>
    public static IEnumerable<IReadOnlyList<string>> Parse(string list)
    {
        var (path, name, quoted) = (new List<string>(), new System.Text.StringBuilder(), false);
        foreach (var c in list + ",")
        {
            if (c == '`') quoted = !quoted;
            else if (quoted || c is not ('.' or ',')) name.Append(c);
            else
            {
                path.Add(name.ToString().Trim());
                name.Clear();
                if (c != ',') continue;
                if (path is not [""]) yield return path;
                path = [];
            }
        }
    }

    /// <summary>True when the path leads to a column or field of the schema.</summary>
    public static bool Exists(TableSchema schema, IReadOnlyList<string> path)
    {
        var fields = schema.Columns;
        foreach (var name in path)
        {
            if (fields.FirstOrDefault(f => SameName(f.Name, name)) is not { } field) return false;
            fields = field.Type is StructType s ? s.Fields : [];
        }

        return true;
    }

    private static IEnumerable<(IReadOnlyList<string> Path, bool IsPrimitive)> Leaves(IReadOnlyList<string> above, IReadOnlyList<TableColumn> fields) =>
        fields.SelectMany(f => f.Type is StructType s ? Leaves([.. above, f.Name], s.Fields) : [([.. above, f.Name], f.Type is PrimitiveType)]);

    private static bool IsPrefix(IReadOnlyList<string> prefix, IReadOnlyList<string> path) =>
        prefix.Count <= path.Count && prefix.Zip(path).All(p => SameName(p.First, p.Second));

    private static bool SameName(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static string Key(IReadOnlyList<string> path) => string.Join('\0', path);
}
