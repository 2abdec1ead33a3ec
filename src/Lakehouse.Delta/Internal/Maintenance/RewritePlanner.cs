using System.Globalization;
using System.Text.Json;
using Lakehouse.Delta.Internal.Log;
using Lakehouse.Delta.Internal.Scanning;
using Lakehouse.Delta.Maintenance;

namespace Lakehouse.Delta.Internal.Maintenance;

/// <summary>Chooses which files are rewritten together.</summary>
/// <remarks>
/// 1. Files meet only inside a group: one partition, and the same tags of this product, which say of all rows of a file what no column does. Tags of others describe files, not
/// rows.
/// 2. A file is worth a rewrite when it is small, has a deletion vector, or is not sorted as asked.
/// 3. Where versions are kept apart, files with the ordered tag meet if no other file of the table came between them.
/// 4. Files that are worth it are packed in order of arrival; alone, a file that is only small is left as it is. So what was rewritten is not chosen again.
/// </remarks>
/// <param name="options">What is asked for.</param>
internal sealed class RewritePlanner(OptimizeOptions options)
{
    /// <summary>Tag of files whose rows are sorted: the columns as a JSON array.</summary>
    public const string SortedByTag = "lakehouse.sortedBy";

    private const string OwnTags = "lakehouse.";

    /// <summary>How many target sizes are sorted in one go; more would keep a commit waiting for too long.</summary>
    private const int SortedTogether = 64;

    private readonly string? sortedBy = options.SortBy.Count == 0 ? null : JsonSerializer.Serialize(options.SortBy, JsonText.Options);

    /// <summary>The bins, in the order of their first files.</summary>
    /// <exception cref="DeltaException">The condition or the sort names a column that it may not name.</exception>
    public IReadOnlyList<RewriteBin> Plan(Snapshot snapshot)
    {
        RequirePartitionColumns(snapshot);
        foreach (var column in options.SortBy) _ = PredicateSql.Column(column, snapshot);
        var files = options.Where is { } where ? snapshot.Scan().Where(where).Files : snapshot.Files;
        var runs = options.OrderedTag is null ? [] : Runs(snapshot.Files);
        return [.. files.GroupBy(file => GroupKey(file, runs)).SelectMany(g => Bins(g.Where(IsWorthARewrite)))];
    }

    /// <summary>The last version before it that breaks a run of ordered files, for each of them.</summary>
    private Dictionary<FileKey, long> Runs(IReadOnlyList<DataFile> files)
    {
        var runs = new Dictionary<FileKey, long>();
        var last = -1L;
        foreach (var file in files.OrderBy(f => f.AddedInVersion ?? -1))
        {
            if (IsOrdered(file)) runs[file.Key] = last;
            else last = file.AddedInVersion ?? -1;
        }

        return runs;
    }

    private bool IsOrdered(DataFile file) => file.AddedInVersion <= options.OrderedUpTo && file.Tags?.ContainsKey(options.OrderedTag!) == true;

    private IEnumerable<RewriteBin> Bins(IEnumerable<DataFile> files)
    {
        var limit = sortedBy is null ? options.TargetBytes : Math.Min(options.TargetBytes, long.MaxValue / SortedTogether) * SortedTogether;
        var bin = new List<DataFile>();
        var bytes = 0L;
        foreach (var file in files)
        {
            if (bin.Count > 0 && file.Size > limit - bytes)
            {
                if (IsWorthARewrite(bin)) yield return Bin(bin, bytes);
                bin = [];
                bytes = 0;
            }

            bin.Add(file);
            bytes += file.Size;
        }

        if (bin.Count > 0 && IsWorthARewrite(bin)) yield return Bin(bin, bytes);
    }

    private RewriteBin Bin(IReadOnlyList<DataFile> files, long bytes)
    {
        var outputs = sortedBy is null ? 1 : (int)Math.Max(1, Math.Ceiling((double)bytes / options.TargetBytes));
        var tags = Provenance(files[0]).ToDictionary(t => t.Key, t => t.Value);
        if (sortedBy is not null) tags[SortedByTag] = sortedBy;
        if (options.KeepVersions && files.Max(f => f.AddedInVersion) is { } version) tags[ActionParser.AddedInVersionTag] = version.ToString(CultureInfo.InvariantCulture);
        return new RewriteBin(files, outputs, tags);
    }

    private bool IsWorthARewrite(DataFile file) => file.Size < options.TargetBytes / 2 || MustBeRewritten(file);

    private bool IsWorthARewrite(IReadOnlyList<DataFile> bin) => bin.Count > 1 || MustBeRewritten(bin[0]);

    private bool MustBeRewritten(DataFile file) =>
        file.Key.DeletionVector is not null || (sortedBy is not null && options.SortAll && file.Tags?.GetValueOrDefault(SortedByTag) != sortedBy);

    private string GroupKey(DataFile file, Dictionary<FileKey, long> runs)
    {
        var partition = file.PartitionValues.Select(p => KeyValuePair.Create(p.Key, string.IsNullOrEmpty(p.Value) ? null : p.Value)).OrderBy(p => p.Key, StringComparer.Ordinal);
        var version = !options.KeepVersions ? -1 : runs.TryGetValue(file.Key, out var run) ? run : file.AddedInVersion ?? -1;
        return JsonSerializer.Serialize(new { partition, tags = Provenance(file).OrderBy(t => t.Key, StringComparer.Ordinal), version });
    }

    private static IEnumerable<KeyValuePair<string, string>> Provenance(DataFile file) => (file.Tags ?? new Dictionary<string, string>()).Where(
        t => t.Key.StartsWith(OwnTags, StringComparison.Ordinal) && t.Key is not (SortedByTag or ActionParser.AddedInVersionTag));

    private void RequirePartitionColumns(Snapshot snapshot)
    {
        if (options.Where is not { } where) return;
        var stranger = PredicateSql.Columns(where, snapshot).FirstOrDefault(c => !snapshot.PartitionColumns.Contains(c, StringComparer.OrdinalIgnoreCase));
        if (stranger is null) return;
        var partitions = snapshot.PartitionColumns.Count == 0 ? "the table has none" : $"they are {string.Join(", ", snapshot.PartitionColumns)}";
        throw new DeltaException(
            DeltaErrorCode.SchemaMismatch,
            $"Table '{snapshot.Table.Path}' is optimized by whole partitions, and column '{stranger}' is no partition column ({partitions}). Leave it out of the condition.");
    }
}
