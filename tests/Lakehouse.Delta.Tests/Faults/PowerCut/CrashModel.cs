namespace Lakehouse.Delta.Tests.Faults.PowerCut;

/// <summary>What a power cut may leave of the steps before it.</summary>
/// <remarks>
/// 1. A file keeps its bytes once they were synced; until then it may be empty, torn in the middle, or whole.
/// 2. Changes of names in a directory are durable once that directory was synced; of the later ones any combination may be kept, in their order.
/// 3. A rename is one change. What lies under a directory whose own name was lost is lost with it.
/// </remarks>
internal sealed class CrashModel
{
    private readonly Dictionary<string, Node> current = [];
    private readonly Dictionary<string, Node> durable = [];
    private readonly List<Change> pending = [];

    private sealed class Node(byte[]? content)
    {
        /// <summary>Null for a directory.</summary>
        public byte[]? Content => content;

        public bool Synced { get; set; }
    }

    private sealed record Change(string Directory, string? Gone, string? Come, Node? Node);

    public void Apply(DiskStep step)
    {
        switch (step)
        {
            case DirectoryMade made: Come(made.Path, new Node(content: null)); break;
            case FileMade made: Come(made.Path, new Node(made.Content)); break;
            case FileLinked linked: Come(linked.Name, current[linked.Path]); break;
            case FileRenamed renamed: Rename(renamed); break;
            case FileDeleted deleted: Gone(deleted.Path); break;
            case FileSynced synced: current[synced.Path].Synced = true; break;
            case DirectorySynced synced: Settle(synced.Path); break;
        }
    }

    /// <summary>Every tree of files that may be found afterwards: bytes by path.</summary>
    public IEnumerable<Dictionary<string, byte[]>> Survivors()
    {
        for (var kept = 0; kept < 1 << pending.Count; kept++)
        {
            var names = new Dictionary<string, Node>(durable);
            for (var i = 0; i < pending.Count; i++)
            {
                if ((kept & (1 << i)) != 0) Keep(names, pending[i]);
            }

            var files = names.Where(n => n.Value.Content is not null && IsReachable(n.Key, names)).ToList();
            var loose = files.Select(f => f.Value).Where(n => !n.Synced).Distinct().ToList();
            foreach (var fates in Fates(loose.Count))
                yield return files.ToDictionary(f => f.Key, f => f.Value.Synced ? f.Value.Content! : Torn(f.Value.Content!, fates[loose.IndexOf(f.Value)]));
        }
    }

    private void Come(string path, Node node)
    {
        current[path] = node;
        pending.Add(new Change(Path.GetDirectoryName(path)!, Gone: null, path, node));
    }

    private void Rename(FileRenamed step)
    {
        current.Remove(step.Path, out var node);
        current[step.Name] = node!;
        pending.Add(new Change(Path.GetDirectoryName(step.Name)!, step.Path, step.Name, node));
    }

    private void Gone(string path)
    {
        if (current.Remove(path)) pending.Add(new Change(Path.GetDirectoryName(path)!, path, Come: null, Node: null));
    }

    private void Settle(string directory)
    {
        foreach (var change in pending.Where(c => c.Directory == directory)) Keep(durable, change);
        pending.RemoveAll(c => c.Directory == directory);
    }

    private static void Keep(Dictionary<string, Node> names, Change change)
    {
        if (change.Gone is { } gone) names.Remove(gone);
        if (change.Come is { } come) names[come] = change.Node!;
    }

    /// <summary>The directories that were there before the first step are not among the names.</summary>
    private bool IsReachable(string path, Dictionary<string, Node> names) =>
        Path.GetDirectoryName(path) is not { } parent || !current.ContainsKey(parent) || (names.ContainsKey(parent) && IsReachable(parent, names));

    private static byte[] Torn(byte[] content, int fate) => fate switch
    {
        0 => [],
        1 => content[..(content.Length / 2)],
        _ => content,
    };

    private static IEnumerable<int[]> Fates(int files)
    {
        var count = (int)Math.Pow(3, files);
        for (var i = 0; i < count; i++) yield return [.. Enumerable.Range(0, files).Select(f => i / (int)Math.Pow(3, f) % 3)];
    }
}
