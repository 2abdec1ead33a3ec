namespace Lakehouse.Azure.Double.Internal;

/// <summary>The paths of one container, in ordinal order; a file's directories come into being with it.</summary>
/// <param name="clock">The store's clock.</param>
internal sealed class Tree(Func<DateTimeOffset> clock)
{
    private readonly SortedSet<string> paths = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Node> nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, byte[]>> blocks = new(StringComparer.Ordinal);
    private long tag;

    public Node? Find(string path) => nodes.GetValueOrDefault(path);

    /// <summary>Creates or replaces a file or directory.</summary>
    public Node Put(string path, byte[] data, bool isDirectory = false, IReadOnlyDictionary<string, string>? metadata = null)
    {
        for (var cut = path.LastIndexOf('/'); cut > 0; cut = path.LastIndexOf('/', cut - 1))
        {
            if (Find(path[..cut]) is { IsDirectory: false }) throw new Refusal(409, "PathConflict");
            if (Find(path[..cut]) is null) Set(path[..cut], Fresh([], isDirectory: true, metadata: null));
        }

        return Set(path, Fresh(data, isDirectory, metadata));
    }

    /// <summary>Everything below a directory, in ordinal order.</summary>
    public IEnumerable<string> Below(string directory) =>
        directory.Length == 0 ? paths : paths.GetViewBetween(directory + "/", directory + (char)('/' + 1)).Where(p => p.StartsWith(directory + "/", StringComparison.Ordinal));

    public void Remove(string path)
    {
        paths.Remove(path);
        nodes.Remove(path);
    }

    /// <summary>Gives a file, or a directory with all below it, another path in one step.</summary>
    public Node Move(Tree source, string from, string to)
    {
        foreach (var path in source.Below(from).Append(from).ToList())
        {
            Set(to + path[from.Length..], source.nodes[path]);
            source.Remove(path);
        }

        return nodes[to];
    }

    /// <summary>Keeps a block until a list names it.</summary>
    public void Stage(string path, string blockId, byte[] data)
    {
        if (!blocks.TryGetValue(path, out var staged)) blocks[path] = staged = new(StringComparer.Ordinal);
        staged[blockId] = data;
    }

    public byte[] Assemble(string path, IEnumerable<string> blockIds)
    {
        var staged = blocks.GetValueOrDefault(path) ?? [];
        using var content = new MemoryStream();
        foreach (var id in blockIds) content.Write(staged.TryGetValue(id, out var block) ? block : throw new Refusal(400, "InvalidBlockList"));
        blocks.Remove(path);
        return content.ToArray();
    }

    private Node Set(string path, Node node)
    {
        paths.Add(path);
        return nodes[path] = node;
    }

    private Node Fresh(byte[] data, bool isDirectory, IReadOnlyDictionary<string, string>? metadata)
    {
        var kept = isDirectory ? new Dictionary<string, string> { ["hdi_isfolder"] = "true" } : metadata ?? new Dictionary<string, string>();
        return new(data, isDirectory, $"\"0x{++tag:X}\"", clock(), kept);
    }
}
