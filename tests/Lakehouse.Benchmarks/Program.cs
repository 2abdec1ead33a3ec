using Lakehouse.Benchmarks;

var directory = Directory.CreateTempSubdirectory("lakehouse-benchmark-");
try
{
    switch (args)
    {
        case ["windows", var flights, .. var options]:
            await new WindowBenchmark(flights, directory.FullName, compare: !options.Contains("--no-frames")).RunAsync(CancellationToken.None);
            return 0;
        case ["snapshot", .. var sizes]:
            var (files, commits) = sizes is [var f, var c] ? (int.Parse(f), int.Parse(c)) : (100_000, 10_000);
            await new SnapshotBenchmark(Path.Combine(directory.FullName, "table"), files, commits).RunAsync(CancellationToken.None);
            return 0;
        case [SnapshotBenchmark.ColdVerb, var path]:
            await SnapshotBenchmark.OpenOnceAsync(path, CancellationToken.None);
            return 0;
        case ["columns", .. var rounds]:
            await new ColumnsBenchmark(directory.FullName, rounds is [var r] ? int.Parse(r) : 5).RunAsync(CancellationToken.None);
            return 0;
        case ["lookup"]:
            await new LookupBenchmark(Path.Combine(directory.FullName, "table")).RunAsync(CancellationToken.None);
            return 0;
        default:
            Console.Error.WriteLine("usage: Lakehouse.Benchmarks windows <flights-3m.parquet> [--no-frames] | snapshot [<files> <commits>] | columns [<rounds>] | lookup");
            return 2;
    }
}
finally
{
    directory.Delete(recursive: true);
}
