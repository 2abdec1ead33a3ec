namespace Lakehouse.Engine.Spark.Views;

/// <summary>What an incremental run of a view starts from; relations are texts that may stand after FROM.</summary>
/// <param name="Events">Silver's columns, all events up to the frontier; those before <see cref="ViewSql.NeededFrom"/> may be missing where it is not null.</param>
/// <param name="Changes">A <see cref="ViewSql.ChangedImages"/> result.</param>
/// <param name="PreviousFrontier">The F that gold has, in microseconds.</param>
/// <param name="Frontier">F of this run, not before the previous one.</param>
internal sealed record ViewIncrement(string Events, string Changes, long PreviousFrontier, long Frontier)
{
    /// <summary>Gold's keys and <c>valid_from</c> (BIGINT microseconds) at instants that silver had lost before this run, others too; null for none.</summary>
    public string? Vanished { get; init; }

    /// <summary>Whether some row of <see cref="Changes"/> is a removed image; true when not known.</summary>
    public bool AnyRemoved { get; init; } = true;

    /// <summary>The least event time of <see cref="Changes"/>, so that scans can be bounded before they start; null when not known.</summary>
    public long? LeastChanged { get; init; }

    /// <summary>Whether instants may be in gold that silver no longer gives: then a row may need a key's newest event, however old it is.</summary>
    public bool MayHoldVanished => AnyRemoved || Vanished is not null;
}
