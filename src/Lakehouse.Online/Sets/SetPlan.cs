using System.Collections.Immutable;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;
using Lakehouse.Online.Internal;

namespace Lakehouse.Online.Sets;

/// <summary>A feature set compiled once for lookups, with a fit's parameters inside: positions instead of names, computed features as delegates. Immutable and thread-safe.</summary>
/// <remarks>
/// 1. Every entity view of the set is read once for a batch, all views at the same time; a row whose key holds a NULL is not read.
/// 2. Request-time features are evaluated over the row's inputs, then the set's transforms over features, keys and inputs.
/// 3. <see cref="FeatureLookup"/> gives the statuses when the answer is read, so that nothing is copied in between.
/// </remarks>
public sealed class SetPlan
{
    /// <summary>Where the keys of each view stand among the set's; null where they are the set's.</summary>
    private readonly ImmutableArray<int[]?> keyPositions;
    private readonly ComputedFeatures computed;

    /// <summary>Compiles a set.</summary>
    /// <param name="set">The set.</param>
    /// <param name="hash">Its identity, <c>sha256:…</c>.</param>
    /// <param name="fit">Parameters of its fitted transforms; null where it has none.</param>
    /// <exception cref="DefinitionException">A request-time feature cannot be compiled.</exception>
    /// <exception cref="FitException">The set has fitted transforms and there is no fit, or one of another set.</exception>
    public SetPlan(SetDefinition set, string hash, SetFit? fit)
    {
        (Id, Hash, FitHash) = (set.Id, hash, set.NeedsFit ? fit?.Hash : null);
        Keys = set.Keys;
        Inputs = set.Inputs;
        Views = [.. set.Members.Select(m => m.View).OfType<EntityViewDefinition>().DistinctBy(v => v.Id)];
        keyPositions = [.. Views.Select(v => v.Entity.Keys.SequenceEqual(Keys) ? null : v.Entity.Keys.Select(k => Keys.IndexOf(k)).ToArray())];
        computed = new(this, set, SetTransforms.Compile(set, hash, fit));
        Features = computed.Features;
    }

    /// <summary>Name and version.</summary>
    public VersionedName Id { get; }

    /// <summary>The set's identity, <c>sha256:…</c>.</summary>
    public string Hash { get; }

    /// <summary>Identity of the fit inside; null where the set needs none.</summary>
    public string? FitHash { get; }

    /// <summary>Key columns of a lookup, in order.</summary>
    public ImmutableArray<Field> Keys { get; }

    /// <summary>Request-time inputs of a lookup, in order.</summary>
    public ImmutableArray<Field> Inputs { get; }

    /// <summary>The entity views, each once, in order of first appearance.</summary>
    public ImmutableArray<EntityViewDefinition> Views { get; }

    /// <summary>The features in the set's order, then its transforms.</summary>
    public ImmutableArray<PlannedFeature> Features { get; }

    /// <summary>The answer of a set that computes nothing, from rows that the caller has looked up.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="atMicros">The instant.</param>
    /// <param name="views">One answer per entity view, in order.</param>
    public SetAnswer Answer(int rows, long atMicros, IReadOnlyList<ViewAnswer> views) => new(this, rows, atMicros, views, [], faults: null);

    /// <summary>Looks the set's features up in a store for a batch of rows.</summary>
    /// <param name="store">The store.</param>
    /// <param name="keys">Per row one value per key column; a NULL matches nothing.</param>
    /// <param name="inputs">Per row one value per input; a missing one is NULL.</param>
    /// <param name="atMicros">The instant.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="OnlineStoreException">The store cannot be read.</exception>
    /// <exception cref="ValueOverflowException">A request-time feature or transform overflows; the message names it and the row.</exception>
    public Task<SetAnswer> LookupAsync(IOnlineReader store, IReadOnlyList<Value[]> keys, IReadOnlyList<Value[]> inputs, long atMicros, CancellationToken ct) =>
        LookupAsync((view, wanted, cancel) => ViewRead.FromStoreAsync(store, view, wanted, atMicros, cancel), keys, inputs, atMicros, ct);

    /// <summary>Looks the set's features up for a batch of rows, wherever the views' rows are.</summary>
    /// <param name="reader">Reads a view at the instant.</param>
    /// <param name="keys">Per row one value per key column; a NULL matches nothing.</param>
    /// <param name="inputs">Per row one value per input; a missing one is NULL.</param>
    /// <param name="atMicros">The instant.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="ValueOverflowException">A request-time feature or transform overflows; the message names it and the row.</exception>
    public Task<SetAnswer> LookupAsync(ViewReader reader, IReadOnlyList<Value[]> keys, IReadOnlyList<Value[]> inputs, long atMicros, CancellationToken ct) =>
        LookupAsync(reader, keys, inputs, atMicros, isByRow: false, bad: null, ct);

    /// <summary>Looks the set's features up for a batch of rows; what fails for one row fails that row only: see <see cref="SetAnswer.Faults"/>.</summary>
    /// <param name="reader">Reads a view at the instant; it may give <see cref="ViewRead.Failures"/>.</param>
    /// <param name="keys">Per row one value per key column; a NULL matches nothing.</param>
    /// <param name="inputs">Per row one value per input; a missing one is NULL.</param>
    /// <param name="bad">Keys and inputs that are none, NULL in their places; null for none.</param>
    /// <param name="atMicros">The instant.</param>
    /// <param name="ct">Cancels.</param>
    public Task<SetAnswer> LookupByRowAsync(
        ViewReader reader, IReadOnlyList<Value[]> keys, IReadOnlyList<Value[]> inputs, IReadOnlyList<BadCell>? bad, long atMicros, CancellationToken ct) =>
        LookupAsync(reader, keys, inputs, atMicros, isByRow: true, bad, ct);

    private async Task<SetAnswer> LookupAsync(
        ViewReader reader, IReadOnlyList<Value[]> keys, IReadOnlyList<Value[]> inputs, long atMicros, bool isByRow, IReadOnlyList<BadCell>? bad, CancellationToken ct)
    {
        if (keys.Count != inputs.Count) throw new ArgumentException($"{keys.Count} rows of keys and {inputs.Count} of inputs: give as many of one as of the other.", nameof(inputs));
        var reads = new Task<ViewRead>[Views.Length];
        List<int>?[]? rowsOf = null;
        for (var v = 0; v < reads.Length; v++)
        {
            var (wanted, rowOf) = Wanted(keyPositions[v], keys);
            if (rowOf is not null) (rowsOf ??= new List<int>?[reads.Length])[v] = rowOf;
            reads[v] = Begin(reader, Views[v], wanted, ct);
        }

        // No read goes on after its caller, also where another one failed.
        foreach (var read in reads) await ((Task)read).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var views = new ViewAnswer[reads.Length];
        for (var v = 0; v < reads.Length; v++) views[v] = AnswerOf(Views[v], await reads[v], rowsOf?[v], keys.Count, atMicros, isByRow);
        var faults = FaultCollector.Of(this, keyPositions, views, bad);
        return new(this, keys.Count, atMicros, views, computed.Evaluate(views, keys, inputs, isByRow, ref faults), faults);
    }

    private static Task<ViewRead> Begin(ViewReader reader, EntityViewDefinition view, IReadOnlyList<Value[]> keys, CancellationToken ct)
    {
        try
        {
            return reader(view, keys, ct);
        }
        catch (Exception e)
        {
            return Task.FromException<ViewRead>(e);
        }
    }

    private static ViewAnswer AnswerOf(EntityViewDefinition view, ViewRead read, List<int>? rowOf, int count, long atMicros, bool isByRow)
    {
        var rows = read.Rows as OnlineRow?[] ?? [.. read.Rows];
        var answer = new ViewAnswer(view, read, rowOf is null ? rows : Spread(rows, rowOf, count), atMicros);
        foreach (var (key, cause) in read.Failures ?? [])
        {
            if (!isByRow) throw cause;
            answer.Fail(rowOf is null ? key : rowOf[key], cause);
        }

        return answer;
    }

    /// <summary>The keys of a view's entity without those that hold a NULL, and which rows of the batch they are of; null where they are all, in order.</summary>
    private static (IReadOnlyList<Value[]> Keys, List<int>? RowOf) Wanted(int[]? positions, IReadOnlyList<Value[]> keys)
    {
        if (positions is null && !AnyHasNull(keys)) return (keys, null);
        var (wanted, rowOf) = (new List<Value[]>(keys.Count), new List<int>(keys.Count));
        for (var row = 0; row < keys.Count; row++)
        {
            var key = positions is null ? keys[row] : Array.ConvertAll(positions, p => keys[row][p]);
            if (HasNull(key)) continue;
            wanted.Add(key);
            rowOf.Add(row);
        }

        return (wanted, rowOf);
    }

    private static OnlineRow?[] Spread(OnlineRow?[] found, List<int> rowOf, int count)
    {
        var rows = new OnlineRow?[count];
        for (var i = 0; i < found.Length; i++) rows[rowOf[i]] = found[i];
        return rows;
    }

    private static bool AnyHasNull(IReadOnlyList<Value[]> keys)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            if (HasNull(keys[i])) return true;
        }

        return false;
    }

    private static bool HasNull(Value[] key) => Array.Exists(key, v => v.IsNull);
}
