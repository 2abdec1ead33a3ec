using System.Collections.Concurrent;

namespace Lakehouse.Delta.DuckDb;

/// <summary>In-memory databases that sessions hand on to each other, for owners of many short sessions.</summary>
/// <remarks>A database takes tens of milliseconds to open, a session in an open one hardly any. Thread-safe. A database serves one session at a time and holds no table of an earlier one.</remarks>
public sealed class DuckDbDatabases : IDisposable
{
    private readonly ConcurrentDictionary<DuckDbOptions, ConcurrentBag<DuckDbDatabase>> idle = new();

    /// <summary>Closes the idle databases; sessions that are open end with their own.</summary>
    public void Dispose()
    {
        foreach (var options in idle.Keys)
        {
            if (!idle.TryRemove(options, out var databases)) continue;
            foreach (var database in databases) database.Dispose();
        }
    }

    internal DuckDbDatabase Take(DuckDbOptions options) =>
        idle.TryGetValue(options, out var databases) && databases.TryTake(out var database) ? database : new DuckDbDatabase(options);

    internal void Return(DuckDbOptions options, DuckDbDatabase database)
    {
        if (database.TryClear()) idle.GetOrAdd(options, _ => []).Add(database);
        else database.Dispose();
    }
}
