using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Writing;

namespace Lakehouse.Benchmarks;

/// <summary>Commits computed columns as a table version and reads them back, each beside the bare way: ParquetSharp's physical writer, DuckDB's read_parquet.</summary>
/// <remarks>
/// Bare and product take turns, so that a machine that others use too slows both alike, and CPU time is compared, not elapsed time. The product's share holds everything from rows to
/// the durable commit: appending value by value, bounds and null counts, sync, log. Reading holds opening the table, planning, and a look at every value.
/// </remarks>
internal sealed class ColumnsBenchmark(string directory, int rounds)
{
    private readonly ComputedColumns columns = ComputedColumns.Generate();

    public async Task RunAsync(CancellationToken ct)
    {
        using var bare = new BareParquet(columns);
        var (bareWrites, writes, bareReads, reads) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            var (file, path) = (Path.Combine(directory, $"bare-{round}.parquet"), Path.Combine(directory, $"table-{round}"));
            var bareWrite = await Measurement.OfAsync(() => Task.Run(() => bare.Write(file), ct));
            var write = await Measurement.OfAsync(() => CommitAsync(path, ct));
            var (bareSum, sum) = (0d, 0d);
            var bareRead = await Measurement.OfAsync(() => Task.Run(() => bareSum = Read(session => $"FROM read_parquet({DuckDbSession.Literal(Path.Combine(path, "*.parquet"))})"), ct));
            var read = await Measurement.OfAsync(async () =>
            {
                var scan = (await DeltaTable.ForPath(path).GetSnapshotAsync(ct: ct)).Scan();
                using var session = new DuckDbSession();
                sum = Sum(session, $"FROM {await scan.ToSqlAsync(session, ct)}");
            });
            if (!bareSum.Equals(sum)) throw new InvalidOperationException("The two readers saw other values.");
            var bytes = Directory.GetFiles(path, "*.parquet").Sum(f => new FileInfo(f).Length);
            Console.WriteLine(
                $"{(round == 0 ? "warm-up" : $"round {round}")}: write {write.CpuSeconds:F2} / bare {bareWrite.CpuSeconds:F2} CPU s = {write.CpuSeconds / bareWrite.CpuSeconds:F2}; "
                + $"read {read.CpuSeconds:F2} / bare {bareRead.CpuSeconds:F2} CPU s = {read.CpuSeconds / bareRead.CpuSeconds:F2}; {bytes >> 20} / {new FileInfo(file).Length >> 20} MiB");
            File.Delete(file);
            Directory.Delete(path, recursive: true);
            if (round == 0) continue;
            bareWrites.Add(bareWrite.CpuSeconds);
            writes.Add(write.CpuSeconds);
            bareReads.Add(bareRead.CpuSeconds);
            reads.Add(read.CpuSeconds);
        }

        Console.WriteLine($"write: {Ratios(writes, bareWrites)}");
        Console.WriteLine($"read: {Ratios(reads, bareReads)}");
    }

    /// <summary>Other work on the machine only ever adds CPU time, so the least of each is nearest to what the work costs.</summary>
    private static string Ratios(List<double> product, List<double> bare) =>
        $"ratio of the least CPU times {product.Min() / bare.Min():F2}, median of the rounds' ratios {product.Zip(bare, (p, b) => p / b).Order().ElementAt(product.Count / 2):F2}";

    private async Task CommitAsync(string path, CancellationToken ct)
    {
        var transaction = DeltaTable.ForPath(path).Create(ComputedColumns.Schema);
        await using (var writer = transaction.OpenWriter(new WriterOptions { DictionaryColumns = ["key"] }))
        {
            await Task.Run(() => Append(writer), ct);
            await writer.CloseAsync(ct);
        }

        if (await transaction.CommitAsync(ct) is not Committed) throw new InvalidOperationException("The commit met another writer.");
    }

    private void Append(DataFileWriter writer)
    {
        var buffers = writer.Columns.ToArray();
        for (var row = 0; row < ComputedColumns.Rows; row++)
        {
            buffers[0].AppendBytes(columns.Key[row]);
            buffers[1].AppendInt64(columns.From[row]);
            buffers[2].AppendInt64(columns.To[row]);
            for (var i = 0; i < ComputedColumns.Integers; i++)
            {
                if (columns.Integer[i].Present[row]) buffers[3 + i].AppendInt64(columns.Integer[i].Values[row]);
                else buffers[3 + i].AppendNull();
            }

            for (var i = 0; i < ComputedColumns.Doubles; i++)
            {
                if (columns.Double[i].Present[row]) buffers[3 + ComputedColumns.Integers + i].AppendDouble(columns.Double[i].Values[row]);
                else buffers[3 + ComputedColumns.Integers + i].AppendNull();
            }

            writer.EndRow();
        }
    }

    private static double Read(Func<DuckDbSession, string> query)
    {
        using var session = new DuckDbSession();
        return Sum(session, query(session));
    }

    /// <summary>Touches every value of every column.</summary>
    private static double Sum(DuckDbSession session, string query)
    {
        var (integers, doubles) = (0L, 0d);
        session.Stream(query, chunk =>
        {
            for (var row = 0; row < chunk.Rows; row++) integers += chunk.Bytes(0, row)[^1];
            for (var column = 1; column < 3 + ComputedColumns.Integers; column++)
            {
                var values = chunk.Int64s(column);
                for (var row = 0; row < values.Length; row++) integers += chunk.IsValid(column, row) ? values[row] : 1;
            }

            for (var column = 3 + ComputedColumns.Integers; column < ComputedColumns.Schema.Columns.Count; column++)
            {
                var values = chunk.Doubles(column);
                for (var row = 0; row < values.Length; row++) doubles += chunk.IsValid(column, row) ? values[row] : 1;
            }
        });
        return integers + doubles;
    }
}
