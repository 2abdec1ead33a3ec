using System.Diagnostics;
using System.Globalization;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Writing;

namespace Lakehouse.Benchmarks;

/// <summary>Looks up single keys in a table sorted by key, and counts the bytes that the process reads for each.</summary>
/// <remarks>Statistics of the log leave one file, minima and maxima of its row groups one row group. The counter is the kernel's (Linux), so it holds whatever any library reads.</remarks>
internal sealed class LookupBenchmark(string path)
{
    private const int Rows = 3_000_000;
    private const int RowsOfFile = 750_000;

    public async Task RunAsync(CancellationToken ct)
    {
        var table = DeltaTable.ForPath(path);
        var transaction = table.Create(new TableSchema([
            new("key", new PrimitiveType("string"), Nullable: false), new("value", new PrimitiveType("double")), new("note", new PrimitiveType("string")),
        ]));
        await using (var writer = transaction.OpenWriter(new WriterOptions { FileRows = RowsOfFile }))
        {
            Append(writer);
            await writer.CloseAsync(ct);
        }

        await transaction.CommitAsync(ct);
        var snapshot = await table.GetSnapshotAsync(ct: ct);
        using var session = new DuckDbSession();
        var groups = session.ScalarInt64($"SELECT count(DISTINCT (file_name, row_group_id)) FROM parquet_metadata({DuckDbSession.Literal(Path.Combine(path, "*.parquet"))})");
        Console.WriteLine($"{Rows:N0} rows in {snapshot.Files.Count} files and {groups} row groups, {snapshot.Files.Sum(f => f.Size):N0} bytes");
        for (var run = 0; run < 5; run++)
        {
            var row = (run * 700_001) + 5;
            var (bytes, time) = (BytesRead(), Stopwatch.StartNew());
            var scan = snapshot.Scan().Where(new ComparePredicate("key", "=", Key(row)));
            using var lookup = new DuckDbSession();
            var found = 0;
            lookup.Stream($"FROM {await scan.ToSqlAsync(lookup, ct)}", chunk => found += chunk.Rows, ct);
            if (found != 1) throw new InvalidOperationException($"Key {row} was found {found} times.");
            Console.WriteLine($"one key: {scan.Files.Count} file, {BytesRead() - bytes:N0} bytes read, {time.ElapsedMilliseconds} ms");
        }
    }

    private static string Key(int row) => $"customer {row:D9}";

    private static void Append(DataFileWriter writer)
    {
        var random = new Random(11);
        for (var row = 0; row < Rows; row++)
        {
            writer.Columns[0].AppendBytes(System.Text.Encoding.UTF8.GetBytes(Key(row)));
            writer.Columns[1].AppendDouble(random.NextDouble());
            writer.Columns[2].AppendBytes(System.Text.Encoding.UTF8.GetBytes($"note {random.Next()}"));
            writer.EndRow();
        }
    }

    private static long BytesRead() =>
        long.Parse(File.ReadLines("/proc/self/io").First(l => l.StartsWith("rchar:", StringComparison.Ordinal)).AsSpan("rchar:".Length), CultureInfo.InvariantCulture);
}
