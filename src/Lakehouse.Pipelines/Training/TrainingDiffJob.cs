using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Pipelines.Internal.Training;

namespace Lakehouse.Pipelines.Training;

/// <summary>Compares two training sets.</summary>
public static class TrainingDiffJob
{
    /// <summary>Compares what two training sets were built from, their columns, and their rows by spine_row.</summary>
    /// <param name="context">The lake.</param>
    /// <param name="left">The one's name.</param>
    /// <param name="right">The other's.</param>
    /// <param name="limit">How many different rows to show.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="JobException">There is none of that name.</exception>
    public static async Task<TrainingDifference> RunAsync(JobContext context, string left, string right, int limit, CancellationToken ct)
    {
        var (a, b) = (await TrainingSetJob.ShowAsync(context, left, ct), await TrainingSetJob.ShowAsync(context, right, ct));
        var (x, y) = (await context.Lake.Training(left).GetSnapshotAsync(a.Version, ct), await context.Lake.Training(right).GetSnapshotAsync(b.Version, ct));
        var versions = ManifestDifference.Facts(a, b);
        var columns = Columns(x.Schema, y.Schema);

        using var session = new DuckDbSession(new DuckDbOptions { Threads = context.Lake.Settings.Threads, MemoryLimit = context.Lake.Settings.MemoryLimit });
        var rows = new RowDifference(session, await x.Scan().ToSqlAsync(session, ct), await y.Scan().ToSqlAsync(session, ct), [.. Common(x.Schema, y.Schema)]);
        var different = rows.Count();
        return new(different == 0 && columns.Count == 0 && a.Rows == b.Rows, different, [.. versions, .. columns, .. rows.First(limit, ct)]);
    }

    private static List<TrainingFact> Columns(TableSchema left, TableSchema right)
    {
        var names = left.Columns.Concat(right.Columns).Select(c => c.Name).Distinct(StringComparer.Ordinal);
        return [.. names.Select(n => new TrainingFact($"column {n}", SpineRow: null, Type(left, n), Type(right, n))).Where(f => f.Left != f.Right)];
    }

    private static string? Type(TableSchema schema, string column) => schema.Columns.FirstOrDefault(c => c.Name == column)?.Type.DuckDbType;

    private static IEnumerable<string> Common(TableSchema left, TableSchema right) =>
        left.Columns.Where(c => c.Name != SpineCopy.RowColumn && right.Columns.Any(d => d.Name == c.Name && d.Type == c.Type)).Select(c => c.Name);
}
