using System.Globalization;
using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Engine.DuckDb.Backfill;

/// <summary>Options of several sessions that together use no more than one would.</summary>
internal static class MemoryShare
{
    private static readonly (string Unit, double Bytes)[] Units = [("MiB", 1L << 20), ("GiB", 1L << 30), ("MB", 1e6), ("GB", 1e9)];

    /// <summary>One share of threads and memory; at least a thread.</summary>
    /// <exception cref="EngineException">The limit is no size in MB, GB, MiB or GiB.</exception>
    public static DuckDbOptions Of(DuckDbOptions options, int shares) => options with
    {
        Threads = Math.Max(1, options.Threads / shares), MemoryLimit = shares == 1 ? options.MemoryLimit : $"{(long)(Bytes(options.MemoryLimit) / shares / 1024)}KiB",
    };

    private static double Bytes(string limit)
    {
        foreach (var (unit, bytes) in Units)
        {
            if (!limit.EndsWith(unit, StringComparison.Ordinal)) continue;
            if (double.TryParse(limit[..^unit.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out var count)) return count * bytes;
        }

        throw new EngineException($"The memory limit '{limit}' cannot be shared out: it must be a size in MB, GB, MiB or GiB, for example 1GB.");
    }
}
