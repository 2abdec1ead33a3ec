using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Testing;

/// <summary>What gold knew after one run.</summary>
/// <param name="Rows">The rows of a full run over the run's silver, up to its frontier.</param>
/// <param name="ClockMicros">The run's clock.</param>
/// <param name="FrontierMicros">F after the run.</param>
/// <param name="KnownAtMicros">The run's publish stamp.</param>
/// <param name="CommitTimeMicros">Its commit time (semantics §1).</param>
public sealed record GoldState(IReadOnlyList<ExpectedRow> Rows, long ClockMicros, long FrontierMicros, long KnownAtMicros, long CommitTimeMicros);

/// <summary>What was known of a view and when, by brute force: each run is what a full run over its silver would have given (semantics §2).</summary>
/// <remarks>Gold itself is one table of appended rows; that reading it at K gives the state of the newest run up to K is what incremental runs promise.</remarks>
/// <param name="view">The view.</param>
public sealed class GoldHistory(EntityViewDefinition view)
{
    private readonly List<GoldState> states = [];

    /// <summary>The view.</summary>
    public EntityViewDefinition View { get; } = view;

    /// <summary>The runs, oldest first.</summary>
    public IReadOnlyList<GoldState> States => states;

    /// <summary>Adds a run that was committed after all others.</summary>
    public void Add(GoldState state) => states.Add(state);

    /// <summary>The newest run that was known at K, or null.</summary>
    public GoldState? KnownAt(long? knownAtMicros) => states.LastOrDefault(s => s.KnownAtMicros <= (knownAtMicros ?? long.MaxValue));

    /// <summary>The newest run that a spine row may see in mode <c>as_known</c>, or null.</summary>
    /// <param name="atMicros">The row's timestamp.</param>
    /// <param name="delayMicros">The declared serving delay.</param>
    /// <param name="knownAtMicros">The pinned run's stamp; null for no bound.</param>
    public GoldState? Visible(long atMicros, long delayMicros, long? knownAtMicros = null) =>
        states.LastOrDefault(s => (Int128)s.CommitTimeMicros + delayMicros <= atMicros && s.KnownAtMicros <= (knownAtMicros ?? long.MaxValue));

    /// <summary>lookup(key, t, K).</summary>
    public ExpectedLookup Lookup(Value[] key, long atMicros, long? knownAtMicros = null) => Lookup(KnownAt(knownAtMicros), key, atMicros);

    /// <summary>lookup(key, t) among the rows of one run; a null run knows nothing.</summary>
    public ExpectedLookup Lookup(GoldState? state, Value[] key, long atMicros) => LookupRule.Find(View, state?.Rows ?? [], key, atMicros);

    /// <summary>The greatest clock of the runs up to one.</summary>
    public long GreatestClock(GoldState state) => states.TakeWhile(s => s.KnownAtMicros <= state.KnownAtMicros).Max(s => s.ClockMicros);
}
