namespace Lakehouse.Delta.Internal.Log;

/// <summary>The live files of a table in the order in which they came.</summary>
/// <remarks>
/// 1. By key they lie in a <see cref="LayeredMap{TValue}"/>. The bulk's files are sorted once, and all copies that share the bulk share the sorted array.
/// 2. A list of all files is that array with the few changes merged in: runs between them are copied as blocks.
/// </remarks>
internal sealed class FileSet
{
    private readonly LayeredMap<DataFile> map;
    private readonly Lazy<DataFile[]> bulk;
    private long nextOrder;

    public FileSet()
        : this(new(), bulk: null, nextOrder: 0)
    {
    }

    private FileSet(LayeredMap<DataFile> map, Lazy<DataFile[]>? bulk, long nextOrder)
    {
        this.map = map;
        this.bulk = bulk ?? new(() => Sorted(map.Bulk));
        this.nextOrder = nextOrder;
    }

    public bool Contains(FileKey key) => map.Find(key.Id) is not null;

    /// <summary>Adds a file last, or puts it in the place of the one with its key.</summary>
    public void Put(DataFile file)
    {
        var known = map.Set(file.Key.Id, file);
        file.Order = known?.Order ?? nextOrder++;
    }

    /// <summary>Makes room for files that are about to come.</summary>
    public void Reserve(int more) => map.Reserve(more);

    public void Remove(FileKey key) => map.Remove(key.Id);

    /// <summary>A set of the same files; this one may not be changed any more.</summary>
    public FileSet Copy()
    {
        var copy = map.Copy(out var sharesBulk);
        return new FileSet(copy, sharesBulk ? bulk : null, nextOrder);
    }

    /// <summary>All files in order.</summary>
    public IReadOnlyList<DataFile> ToList()
    {
        var edits = map.Changes.SelectMany(Edits).ToList();
        if (edits.Count == 0) return bulk.Value;
        edits.Sort((a, b) => (a.Order, a.Put is not null).CompareTo((b.Order, b.Put is not null)));
        var (old, files) = (bulk.Value, new DataFile[map.Count]);
        var (from, to) = (0, 0);
        foreach (var (order, put) in edits)
        {
            var end = LowerBound(old, from, order);
            Array.Copy(old, from, files, to, end - from);
            to += end - from;
            from = put is null ? end + 1 : end;
            if (put is not null) files[to++] = put;
        }

        Array.Copy(old, from, files, to, old.Length - from);
        return files;
    }

    /// <summary>Files that were only ever added lie in order already.</summary>
    private static DataFile[] Sorted(IReadOnlyCollection<DataFile> bulk)
    {
        DataFile[] files = [.. bulk];
        for (var i = 1; i < files.Length; i++)
        {
            if (files[i].Order > files[i - 1].Order) continue;
            Array.Sort(files, (a, b) => a.Order.CompareTo(b.Order));
            break;
        }

        return files;
    }

    /// <summary>What one change does to the sorted bulk: a file goes at its place, one comes at its own, or both.</summary>
    private static IEnumerable<(long Order, DataFile? Put)> Edits((DataFile? Before, DataFile? Now) change)
    {
        if (change.Before is { } before) yield return (before.Order, null);
        if (change.Now is { } now) yield return (now.Order, now);
    }

    /// <summary>The index of the first file from <paramref name="from"/> on whose order is not less.</summary>
    private static int LowerBound(DataFile[] files, int from, long order)
    {
        var to = files.Length;
        while (from < to)
        {
            var middle = (from + to) >>> 1;
            if (files[middle].Order < order) from = middle + 1;
            else to = middle;
        }

        return from;
    }
}
