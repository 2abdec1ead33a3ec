namespace Lakehouse.Delta.Internal.Log;

/// <summary>Commit times of a table without in-commit timestamps.</summary>
internal static class CommitTimes
{
    /// <summary>Modification times by version, made strictly increasing: copies and clock skew give equal or falling ones.</summary>
    public static Dictionary<long, long> Monotonised(IEnumerable<LogFile> files)
    {
        var times = new Dictionary<long, long>();
        var previous = long.MinValue;
        foreach (var commit in files.Where(f => f.Kind == LogFileKind.Commit).OrderBy(f => f.Version))
        {
            previous = previous != long.MinValue && commit.ModificationTimeMillis <= previous ? previous + 1 : commit.ModificationTimeMillis;
            times[commit.Version] = previous;
        }

        return times;
    }
}
