using System.Globalization;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Internal.Committing;
using Lakehouse.Delta.Internal.Scanning;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Operations;

/// <summary>The files of a snapshot that hold rows of a condition.</summary>
/// <param name="Whole">Files all of whose rows meet it.</param>
/// <param name="Part">Files some of whose rows do.</param>
/// <param name="Rows">Rows that meet it.</param>
internal sealed record MatchedFiles(IReadOnlyList<DataFile> Whole, IReadOnlyList<DataFile> Part, long Rows)
{
    private const string FileColumn = "__lakehouse_file";

    /// <summary>Finds them.</summary>
    /// <remarks>
    /// 1. Statistics and partition values leave the files that may hold such rows.
    /// 2. A condition over partition columns holds for all rows of a file or for none: it is evaluated on the partition values, and no file is read.
    /// 3. A file whose statistics exclude every row that is FALSE or NULL goes whole, unread.
    /// 4. Of the others the columns of the condition are read, and their rows counted.
    /// </remarks>
    public static async Task<MatchedFiles> FindAsync(Snapshot snapshot, ScanPredicate? condition, DuckDbSession session, CancellationToken ct)
    {
        if (condition is null) return new(snapshot.Files, [], await CountAsync(snapshot, snapshot.Files, session, ct));
        var candidates = snapshot.Scan().Where(condition).Files;
        if (candidates.Count == 0) return new([], [], Rows: 0);
        if (ReadScope.OverPartitions(condition, snapshot))
        {
            var whole = ByPartition(snapshot, candidates, condition, session, ct);
            return new(whole, [], await CountAsync(snapshot, whole, session, ct));
        }

        var proven = Proven(snapshot, candidates, condition);
        var counted = await CountedAsync(snapshot, [.. candidates.Except(proven)], condition, session, ct);
        return counted with { Whole = [.. proven, .. counted.Whole], Rows = counted.Rows + await CountAsync(snapshot, proven, session, ct) };
    }

    /// <summary>Rows of files: by statistics, or counted where those are absent or count rows that a deletion vector hides.</summary>
    public static async Task<long> CountAsync(Snapshot snapshot, IReadOnlyList<DataFile> files, DuckDbSession session, CancellationToken ct)
    {
        var unknown = files.Where(f => f.RecordCount is null || f.Key.DeletionVector is not null).ToList();
        var known = files.Except(unknown).Sum(f => f.RecordCount!.Value);
        return unknown.Count == 0 ? known : known + session.ScalarInt64($"SELECT count(*) FROM {await snapshot.Scan(unknown).ToSqlAsync(session, ct)}")!.Value;
    }

    /// <summary>A condition is TRUE for each row of a file that can hold neither a row for which it is FALSE nor a NULL in one of its columns.</summary>
    /// <remarks>
    /// That is no proof where NULL stands in the condition itself, as in <c>x IN (1, NULL)</c>: rows for which it is neither TRUE nor FALSE need no NULL of their own.
    /// </remarks>
    private static List<DataFile> Proven(Snapshot snapshot, IReadOnlyList<DataFile> candidates, ScanPredicate condition)
    {
        if (NamesNull(condition)) return [];
        ScanPredicate doubt = new NotPredicate(condition);
        foreach (var column in PredicateSql.Columns(condition, snapshot)) doubt = new OrPredicate(doubt, new IsNullPredicate(column));
        var pruner = new FilePruner(snapshot);
        return [.. candidates.Where(f => f.RecordCount > 0 && !pruner.MayMatch(f, doubt))];
    }

    private static bool NamesNull(ScanPredicate condition) => condition switch
    {
        ConstantPredicate p => p.Value is null,
        AndPredicate p => NamesNull(p.Left) || NamesNull(p.Right),
        OrPredicate p => NamesNull(p.Left) || NamesNull(p.Right),
        NotPredicate p => NamesNull(p.Inner),
        _ => false,
    };

    private static async Task<MatchedFiles> CountedAsync(
        Snapshot snapshot, IReadOnlyList<DataFile> candidates, ScanPredicate condition, DuckDbSession session, CancellationToken ct)
    {
        if (candidates.Count == 0) return new([], [], Rows: 0);
        var columns = PredicateSql.Columns(condition, snapshot).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var scan = snapshot.Scan(candidates);
        var sql = await (columns.Count == 0 ? scan : scan.Select(columns)).ToSqlAsync(session, [(FileColumn, Numbers(candidates))], ct);
        var counts = await Task.Run(
            () => session.Read(
                $"SELECT {FileColumn}, count(*) FILTER (WHERE {PredicateSql.Render(condition, snapshot)}), count(*) FROM {sql} GROUP BY 1 ORDER BY 1",
                reader =>
                {
                    var read = new List<(int File, long Matched, long All)>();
                    while (reader.Read()) read.Add((reader.GetInt32(0), reader.GetInt64(1), reader.GetInt64(2)));
                    return read;
                },
                ct),
            ct);
        return new(
            [.. counts.Where(c => c.Matched > 0 && c.Matched == c.All).Select(c => candidates[c.File])],
            [.. counts.Where(c => c.Matched > 0 && c.Matched < c.All).Select(c => candidates[c.File])],
            counts.Sum(c => c.Matched));
    }

    private static List<DataFile> ByPartition(Snapshot snapshot, IReadOnlyList<DataFile> candidates, ScanPredicate condition, DuckDbSession session, CancellationToken ct)
    {
        var tuples = new PartitionTuples(snapshot);
        var partitions = candidates.GroupBy(f => tuples.Key(f.PartitionValues)).ToList();
        var physical = new PhysicalColumns(snapshot);
        var columns = snapshot.Schema.Columns.Where(physical.IsPartition).ToList();
        var values = partitions.Select((p, i) => $"({i}, {string.Join(", ", columns.Select(c => PartitionValue.Sql(physical.PartitionText(c, p.First()), c.Type)))})");
        var sql = $"SELECT {FileColumn} FROM (VALUES {string.Join(", ", values)}) v({FileColumn}, {string.Join(", ", columns.Select(c => Identifier(c.Name)))}) "
            + $"WHERE {PredicateSql.Render(condition, snapshot)}";
        return session.Read(
            sql,
            reader =>
            {
                var files = new List<DataFile>();
                while (reader.Read()) files.AddRange(partitions[reader.GetInt32(0)]);
                return files.OrderBy(f => f.Order).ToList();
            },
            ct);
    }

    /// <summary>A file's place in the list as a literal.</summary>
    private static Func<DataFile, string> Numbers(IReadOnlyList<DataFile> files)
    {
        var numbers = files.Select((f, i) => (f, i)).ToDictionary(p => p.f.Key, p => p.i);
        return file => $"CAST({numbers[file.Key].ToString(CultureInfo.InvariantCulture)} AS INTEGER)";
    }
}
