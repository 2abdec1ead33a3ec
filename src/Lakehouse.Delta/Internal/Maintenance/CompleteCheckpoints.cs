using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta.Internal.Maintenance;

/// <summary>The checkpoints of a log that have all their parts.</summary>
internal static class CompleteCheckpoints
{
    /// <summary>Each checkpoint's files; a version may have several checkpoints.</summary>
    public static IEnumerable<IReadOnlyList<LogFile>> Of(IEnumerable<LogFile> log) => log
        .Where(f => f.Kind != LogFileKind.Commit)
        .GroupBy(f => (f.Version, f.Kind, f.Parts, Name: f.Kind == LogFileKind.V2Checkpoint ? f.Name : ""))
        .Where(g => g.Count() == g.Key.Parts)
        .Select(g => g.OrderBy(f => f.Name, StringComparer.Ordinal).ToList());
}
