using System.Text.Json;

namespace Lakehouse.Delta.Acceptance.Tests.Cases;

/// <summary>All cases.</summary>
/// <param name="Cases">Each one a table.</param>
public sealed record Manifest(IReadOnlyList<Case> Cases)
{
    /// <summary>How the manifest spells its keys.</summary>
    public static JsonSerializerOptions Json { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}

/// <summary>A foreign table and what a reader must make of it.</summary>
/// <param name="Id">Name of the case.</param>
/// <param name="Path">The table's directory in the archive.</param>
/// <param name="Checks">What is asked of it.</param>
public sealed record Case(string Id, string Path, IReadOnlyList<Check> Checks)
{
    /// <summary>The newest version's schema; absent for tables that must be refused.</summary>
    public JsonElement Schema { get; init; }

    /// <summary><c>refuse</c>: a clean refusal passes too. <c>rows-any</c>: reading instead of refusing passes too.</summary>
    public string? Accept { get; init; }

    /// <summary>Columns that are not compared.</summary>
    public IReadOnlyList<string> IgnoreColumns { get; init; } = [];

    /// <summary>Modification times of log files in milliseconds, to be set before reading.</summary>
    public IReadOnlyDictionary<string, long> Mtimes { get; init; } = new Dictionary<string, long>();

    /// <summary>Text to be replaced in the log; <c>{TABLE}</c> and <c>{CASES}</c> stand for directories.</summary>
    public IReadOnlyDictionary<string, string> Rewrite { get; init; } = new Dictionary<string, string>();
}

/// <summary>One question to a table with its answer.</summary>
/// <param name="Kind">rows, error, timestamp, filter, cdf or txn.</param>
public sealed record Check(string Kind)
{
    /// <summary>What is asked when the answer is an error; by default what the kind says.</summary>
    public string? Op { get; init; }

    /// <summary>The version, or null for the newest.</summary>
    public long? Version { get; init; }

    /// <summary>The instant of time travel.</summary>
    public string? Timestamp { get; init; }

    /// <summary>The version that the instant must give.</summary>
    public long? ExpectVersion { get; init; }

    /// <summary>SQL condition of a filter.</summary>
    public string? Where { get; init; }

    /// <summary>First version of a change data feed.</summary>
    public long? From { get; init; }

    /// <summary>Last version of a change data feed.</summary>
    public long? To { get; init; }

    /// <summary>Application of a txn.</summary>
    public string? AppId { get; init; }

    /// <summary>Its version.</summary>
    public long? ExpectedVersion { get; init; }

    /// <summary>File of the expected rows.</summary>
    public string? Rows { get; init; }

    /// <summary>File of a second accepted answer.</summary>
    public string? RowsAlt { get; init; }

    /// <summary>Why a reader must refuse.</summary>
    public string? Category { get; init; }

    /// <summary>The schema of the rows, where it is not the case's.</summary>
    public JsonElement Schema { get; init; }

    /// <summary>Columns that are not compared.</summary>
    public IReadOnlyList<string> IgnoreColumns { get; init; } = [];

    /// <summary>The question.</summary>
    public string Question => Op ?? Kind;

    /// <inheritdoc/>
    public override string ToString() => $"{Question} (version {Version}, timestamp {Timestamp}, where {Where}, from {From} to {To}, app {AppId}): {Category ?? Rows}";
}
