using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Writing;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Operations;

/// <summary>Writes the rows of files again, changed, and removes the files.</summary>
/// <param name="transaction">The transaction.</param>
/// <param name="session">The session.</param>
/// <param name="options">Layout of the new files.</param>
internal sealed class FileRewrite(Transaction transaction, DuckDbSession session, WriterOptions options)
{
    /// <summary>Files up to this size together become one; so small files do not stay many, and large sorted ones stay apart.</summary>
    private const long GroupBytes = 64L << 20;

    /// <summary>The columns that a transaction adds to those of a scan, after a comma: NULL in rows that were there.</summary>
    public static string AddedColumns(Transaction transaction) => string.Concat(transaction.Schema.Columns
        .Where(c => transaction.ReadSnapshot!.Schema.Find(c.Name) is null)
        .Select(c => $", CAST(NULL AS {c.Type.DuckDbType}) AS {Identifier(c.Name)}"));

    /// <summary>Rewrites files, in order.</summary>
    /// <param name="files">The files.</param>
    /// <param name="change">From the SQL of their rows to that of the rows to write, which keeps their order.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The number of rows written.</returns>
    public async Task<long> WriteAsync(IReadOnlyList<DataFile> files, Func<string, string> change, CancellationToken ct)
    {
        if (files.Count == 0) return 0;
        transaction.RewritesRows = true;
        foreach (var file in files) transaction.Remove(file);
        var rows = 0L;
        foreach (var group in Groups(files))
        {
            var scan = await transaction.ReadSnapshot!.Scan(group).ToSqlAsync(session, ct);
            rows += await transaction.WriteQueryAsync(session, change(scan), options, ct);
        }

        return rows;
    }

    private static IEnumerable<IReadOnlyList<DataFile>> Groups(IReadOnlyList<DataFile> files)
    {
        var (group, bytes) = (new List<DataFile>(), 0L);
        foreach (var file in files)
        {
            if (group.Count > 0 && bytes + file.Size > GroupBytes)
            {
                yield return group;
                (group, bytes) = ([], 0L);
            }

            group.Add(file);
            bytes += file.Size;
        }

        yield return group;
    }
}
