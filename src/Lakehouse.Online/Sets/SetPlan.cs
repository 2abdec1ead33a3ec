using System.Collections.Immutable;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Online.Sets;

/// <summary>A feature set compiled once for lookups: positions instead of names, request-time features as delegates. Immutable and thread-safe.</summary>
/// <remarks>
/// 1. Every entity view of the set is read once for a batch, all views at the same time; a row whose key holds a NULL is not read.
/// 2. Request-time features are evaluated over the row's inputs.
/// 3. <see cref="FeatureLookup"/> gives the statuses when the answer is read, so that nothing is copied in between.
/// </remarks>
public sealed class SetPlan
{
    private readonly ImmutableArray<int[]> keyPositions;
    private readonly ImmutableArray<OnDemandFeature> onDemand;

    /// <summary>Compiles a set.</summary>
    /// <param name="set">The set.</param>
    /// <param name="hash">Its identity, <c>sha256:…</c>.</param>
    /// <exception cref="DefinitionException">A request-time feature cannot be compiled.</exception>
    public SetPlan(SetDefinition set, string hash)
    {
        Id = set.Id;
        Hash = hash;
        Keys = set.Keys;
        Inputs = set.Inputs;
        Views = [.. set.Members.Select(m => m.View).OfType<EntityViewDefinition>().DistinctBy(v => v.Id)];
        keyPositions = [.. Views.Select(v => v.Entity.Keys.Select(k => Keys.IndexOf(k)).ToArray())];
        var requestTime = new List<OnDemandFeature>();
        Features = [.. set.Members.SelectMany(m => m.Columns.Select(c => Plan(m.View, c, requestTime)))];
        onDemand = [.. requestTime];
    }

    /// <summary>Name and version.</summary>
    public VersionedName Id { get; }

    /// <summary>The set's identity, <c>sha256:…</c>.</summary>
    public string Hash { get; }

    /// <summary>Key columns of a lookup, in order.</summary>
    public ImmutableArray<Field> Keys { get; }

    /// <summary>Request-time inputs of a lookup, in order.</summary>
    public ImmutableArray<Field> Inputs { get; }

    /// <summary>The entity views, each once, in order of first appearance.</summary>
    public ImmutableArray<EntityViewDefinition> Views { get; }

    /// <summary>The features in the set's order.</summary>
    public ImmutableArray<PlannedFeature> Features { get; }

    /// <summary>Looks the set's features up for a batch of rows.</summary>
    /// <param name="store">The store.</param>
    /// <param name="keys">Per row one value per key column; a NULL matches nothing.</param>
    /// <param name="inputs">Per row one value per input; a missing one is NULL.</param>
    /// <param name="atMicros">The instant.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="OnlineStoreException">The store cannot be read.</exception>
    /// <exception cref="ValueOverflowException">A request-time feature overflows; the message names feature and row.</exception>
    public async Task<SetAnswer> LookupAsync(IOnlineStore store, IReadOnlyList<Value[]> keys, IReadOnlyList<Value[]> inputs, long atMicros, CancellationToken ct)
    {
        if (keys.Count != inputs.Count) throw new ArgumentException($"{keys.Count} rows of keys and {inputs.Count} of inputs: give as many of one as of the other.", nameof(inputs));
        var reads = new Task<ViewAnswer>[Views.Length];
        for (var v = 0; v < reads.Length; v++) reads[v] = ReadAsync(store, v, keys, atMicros, ct);
        var computed = onDemand.Length == 0 ? [] : new Value[inputs.Count][];
        for (var row = 0; row < computed.Length; row++) computed[row] = Evaluate(inputs[row], row);
        return new(this, keys.Count, atMicros, await Task.WhenAll(reads), computed);
    }

    private async Task<ViewAnswer> ReadAsync(IOnlineStore store, int view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct)
    {
        var positions = keyPositions[view];
        var wanted = new List<Value[]>(keys.Count);
        var rowOf = new List<int>(keys.Count);
        for (var row = 0; row < keys.Count; row++)
        {
            var key = Array.ConvertAll(positions, p => keys[row][p]);
            if (Array.Exists(key, v => v.IsNull)) continue;
            wanted.Add(key);
            rowOf.Add(row);
        }

        var read = await store.ReadAsync(Views[view], wanted, atMicros, ct);
        var outOfRange = FeatureLookup.IsOutOfRange(read.Marker, atMicros);
        var rows = new OnlineRow?[keys.Count];
        for (var i = 0; i < rowOf.Count && read.Marker is not null && !outOfRange; i++) rows[rowOf[i]] = read.Rows[i];
        return new(Views[view], read.Marker, rows, outOfRange, FeatureLookup.IsStale(read.Marker, atMicros));
    }

    private Value[] Evaluate(Value[] inputs, int row)
    {
        var values = new Value[onDemand.Length];
        for (var i = 0; i < values.Length; i++)
        {
            try
            {
                values[i] = onDemand[i].Evaluate(inputs);
            }
            catch (ValueOverflowException e)
            {
                throw new ValueOverflowException($"Feature {onDemand[i].Name} of {Id} overflows for the inputs of row {row}: {e.Message}");
            }
        }

        return values;
    }

    private PlannedFeature Plan(ViewDefinition view, FeatureColumn column, List<OnDemandFeature> requestTime)
    {
        var name = $"{view.Id.Name}.{column.Name}";
        if (view is EntityViewDefinition entityView)
        {
            var position = Views.Select(v => v.Id).ToList().IndexOf(entityView.Id);
            return new(name, view.Id, column, position, entityView.Columns.Select(c => c.Name).ToList().IndexOf(column.Name));
        }

        requestTime.Add(new(name, ExpressionCompiler.Compile(column.Expression, Inputs)));
        return new(name, view.Id, column, View: null, requestTime.Count - 1);
    }

    private sealed record OnDemandFeature(string Name, RowFunction Function)
    {
        public Value Evaluate(Value[] inputs) => Function(inputs);
    }
}
