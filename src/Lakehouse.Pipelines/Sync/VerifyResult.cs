using Lakehouse.Features;

namespace Lakehouse.Pipelines.Sync;

/// <summary>What is wrong with a row of the store.</summary>
public enum RowFault
{
    /// <summary>Gold's row is not there.</summary>
    Missing,

    /// <summary>Another row is there: older, or of other contents.</summary>
    Stale,

    /// <summary>A row is there that gold has not, and lookups would find it.</summary>
    Extra,
}

/// <summary>A row of the store that is not as gold says.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Key">Key values in the entity's order.</param>
/// <param name="ValidFromMicros">Its valid_from.</param>
/// <param name="SeenKnownAtMicros">known_at of the row that is there; null for none.</param>
/// <param name="WantedKnownAtMicros">known_at of gold's row; null for none.</param>
public sealed record RowFinding(RowFault Fault, Value[] Key, long ValidFromMicros, long? SeenKnownAtMicros, long? WantedKnownAtMicros);

/// <summary>How an online store compares with gold.</summary>
/// <param name="View">The view.</param>
/// <param name="Target">The store's name.</param>
/// <param name="GoldVersion">The gold version that the store says it has.</param>
public sealed record VerifyResult(VersionedName View, string Target, long GoldVersion)
{
    /// <summary>Keys that were compared.</summary>
    public long Keys { get; init; }

    /// <summary>Rows of gold that were compared.</summary>
    public long Rows { get; init; }

    /// <summary>Rows that were missing.</summary>
    public long Missing { get; init; }

    /// <summary>Rows that were stale.</summary>
    public long Stale { get; init; }

    /// <summary>Rows that were extra.</summary>
    public long Extra { get; init; }

    /// <summary>Keys that hold rows of a gold version that is being synced, or whose sync was killed: they are right or will be, and were left out.</summary>
    public long KeysAhead { get; init; }

    /// <summary>True where what was wrong was to be put right.</summary>
    public bool IsRepair { get; init; }

    /// <summary>Rows that were put right and looked at again.</summary>
    public long Repaired { get; init; }

    /// <summary>True where so much is wrong that not all of it was counted.</summary>
    public bool IsPartial { get; init; }

    /// <summary>The first of what was found.</summary>
    public IReadOnlyList<RowFinding> First { get; init; } = [];

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Rows that are still wrong.</summary>
    public long Wrong => Missing + Stale + Extra - Repaired;

    /// <summary>True when nothing is wrong, or all of it was put right.</summary>
    public bool IsClean => Wrong == 0 && !IsPartial;

    /// <summary>One line for people.</summary>
    public string Message
    {
        get
        {
            var found = Missing + Stale + Extra == 0 ? "as gold has them" : $"{Missing:N0} missing, {Stale:N0} stale, {Extra:N0} extra{(IsPartial ? " at least" : "")}";
            var repaired = Repaired > 0 ? $", {Repaired:N0} repaired" : "";
            var ahead = KeysAhead > 0 ? $"; {KeysAhead:N0} keys hold rows of a later sync that has not ended and were left out" : "";
            return $"{View} in {Target}: {Rows:N0} rows of {Keys:N0} keys of gold version {GoldVersion}: {found}{repaired}{ahead}{Advice}";
        }
    }

    private string Advice => this switch
    {
        { IsClean: true } => "",
        { IsPartial: true } => $". Rebuild it: 'lakehouse sync {View} --rebuild'",
        { IsRepair: true } => $"; {Wrong:N0} cannot be repaired one by one and are still wrong. Rebuild: 'lakehouse sync {View} --rebuild'",
        _ => $". Repair it: 'lakehouse sync verify {View} --repair'",
    };

    /// <summary>The result as that of a job.</summary>
    public JobResult ToJobResult() => new("sync verify", View.ToString(), Repaired > 0, Repaired, GoldVersion, Elapsed, Message);
}
