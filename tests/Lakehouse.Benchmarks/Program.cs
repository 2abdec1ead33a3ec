using Lakehouse.Benchmarks;

if (args is not ["windows", var flights, .. var options])
{
    Console.Error.WriteLine("usage: Lakehouse.Benchmarks windows <flights-3m.parquet> [--no-frames]");
    return 2;
}

var directory = Directory.CreateTempSubdirectory("lakehouse-benchmark-");
try
{
    await new WindowBenchmark(flights, directory.FullName, compare: !options.Contains("--no-frames")).RunAsync(CancellationToken.None);
    return 0;
}
finally
{
    directory.Delete(recursive: true);
}
