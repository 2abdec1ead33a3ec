namespace Lakehouse.Engine;

/// <summary>A view's first gold, in parts.</summary>
/// <param name="Run">What a plain full run would do: the same rows come out, bit for bit.</param>
/// <param name="Ledger">Where finished parts are recorded.</param>
/// <param name="Parallelism">How many parts are computed side by side; threads and memory are shared out among them.</param>
public sealed record BackfillPlan(MaterializePlan Run, BackfillLedger Ledger, int Parallelism)
{
    /// <summary>The attempt to go on with, on whose pins <see cref="Run"/> stands; null to begin one.</summary>
    public BackfillState? Resume { get; init; }

    /// <summary>Events of a part, where that gives no more than four parts for each that runs side by side, and no fewer than one.</summary>
    /// <value>The default is 250,000.</value>
    public long EventsPerPart { get; init; } = 250_000;

    /// <summary>Is told how many events are done of those that were still to do.</summary>
    public IProgress<BackfillProgress>? Progress { get; init; }
}

/// <summary>How far a backfill has come.</summary>
/// <param name="Events">Events done by this process.</param>
/// <param name="TotalEvents">Events that were to do when it began.</param>
public sealed record BackfillProgress(long Events, long TotalEvents);

/// <summary>What a backfill did.</summary>
/// <param name="Result">The run that made gold, or that brought up to date what another run had made meanwhile.</param>
/// <param name="Parts">Number of parts.</param>
/// <param name="PartsKept">Parts that an earlier process had finished.</param>
/// <param name="LostRace">True where another run made gold first: the parts were given up.</param>
public sealed record BackfillResult(MaterializeResult Result, int Parts, int PartsKept, bool LostRace);
