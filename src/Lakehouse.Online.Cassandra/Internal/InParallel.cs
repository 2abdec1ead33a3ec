namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>Works items off, so many at once; the first failure stops the rest and is thrown.</summary>
internal static class InParallel
{
    public static Task RunAsync<T>(IAsyncEnumerable<T> items, int degree, Func<T, CancellationToken, Task> work, CancellationToken ct) =>
        Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = degree, CancellationToken = ct }, (item, stop) => new(work(item, stop)));
}
