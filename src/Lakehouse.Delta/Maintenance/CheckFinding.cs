namespace Lakehouse.Delta.Maintenance;

/// <summary>How bad a finding is.</summary>
public enum CheckSeverity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>The newest version is not touched by it.</summary>
    Warning,

    /// <summary>Rows cannot be read, or may be read wrongly.</summary>
    Error,
}

/// <summary>Something that a check found.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Kind">What it is about: log, commit, checkpoint, hint, time, snapshot, file, rows, statistics, deletion vector, orphans, store.</param>
/// <param name="Path">The file, relative to the table's root; empty for the table.</param>
/// <param name="What">What was found.</param>
/// <param name="Fix">What to do.</param>
public sealed record CheckFinding(CheckSeverity Severity, string Kind, string Path, string What, string Fix);

/// <summary>What a check looked at and found.</summary>
/// <param name="Version">The newest version; null when there is none that can be read.</param>
/// <param name="Files">Number of data files looked at.</param>
/// <param name="Findings">The findings, worst first.</param>
public sealed record CheckResult(long? Version, int Files, IReadOnlyList<CheckFinding> Findings)
{
    /// <summary>True when nothing that was found is an error.</summary>
    public bool IsSound => Findings.All(f => f.Severity != CheckSeverity.Error);
}
