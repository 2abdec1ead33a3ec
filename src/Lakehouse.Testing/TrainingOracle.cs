using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;
using Lakehouse.Testing.Internal.Interpretation;

namespace Lakehouse.Testing;

/// <summary>The training join by brute force: one lookup per spine row, view and column (semantics §4).</summary>
/// <param name="set">The set.</param>
/// <param name="gold">What is known of each entity view.</param>
/// <param name="spineFields">The spine's columns; among them <c>timestamp</c>.</param>
public sealed class TrainingOracle(SetDefinition set, IReadOnlyDictionary<VersionedName, GoldHistory> gold, IReadOnlyList<Field> spineFields)
{
    /// <summary>Name of the spine's column with the instant of each row.</summary>
    public const string TimestampColumn = "timestamp";

    /// <summary>The pinned run per view, by its publish stamp; views that are missing are read at their newest run.</summary>
    public IReadOnlyDictionary<VersionedName, long> Pins { get; init; } = new Dictionary<VersionedName, long>();

    /// <summary>Serving delay of mode <c>as_known</c> in microseconds; null in the other modes.</summary>
    public long? AsKnownDelayMicros { get; init; }

    /// <summary>Number of spine rows that are later than the greatest clock of a view's pinned version, which modes <c>latest</c> and <c>as_of</c> refuse.</summary>
    public long LaterThanClock(VersionedName view, IEnumerable<Value[]> spine) => spine.Count(row => IsStale(gold[view], TimestampOf(row)));

    /// <summary>The expected row: all output columns by name, the optional ones included.</summary>
    /// <param name="position">The row's position in the spine.</param>
    /// <param name="row">The spine row.</param>
    /// <exception cref="ValueOverflowException">A request-time feature overflows.</exception>
    public IReadOnlyDictionary<string, Value> Row(long position, Value[] row)
    {
        var output = new Dictionary<string, Value>(StringComparer.Ordinal) { ["spine_row"] = Value.Int64(position) };
        for (var i = 0; i < spineFields.Count; i++) output.Add(spineFields[i].Name, row[i]);
        foreach (var member in set.Members)
        {
            if (member.View is EntityViewDefinition view) Join(output, view, member.Columns, row);
            else Compute(output, (OnDemandViewDefinition)member.View, member.Columns, row);
        }

        return output;
    }

    private void Join(Dictionary<string, Value> output, EntityViewDefinition view, IEnumerable<FeatureColumn> columns, Value[] row)
    {
        var history = gold[view.Id];
        var at = TimestampOf(row);
        Value[] key = [.. view.Entity.Keys.Select(k => Cell(row, k.Name))];
        var isLookedUp = !at.IsNull && !key.Any(k => k.IsNull);
        var found = history.Lookup(isLookedUp ? StateFor(history, at.AsInt64) : null, key, at.AsInt64);
        foreach (var column in columns)
        {
            var index = view.Columns.Select(c => c.Name).ToList().IndexOf(column.Name);
            var name = $"{view.Id.Name}__{column.Name}";
            output.Add(name, found.Values[index]);
            output.Add(name + "__status", Value.String(found.Statuses[index].ToString().ToUpperInvariant()));
        }

        output.Add($"{view.Id.Name}__event_time", found.Row is { Retracted: false, EventTimeMicros: { } time } ? Value.Int64(time) : Value.Null);
        output.Add($"{view.Id.Name}__stale", Value.Bool(IsStale(history, at)));
    }

    private void Compute(Dictionary<string, Value> output, OnDemandViewDefinition view, IEnumerable<FeatureColumn> columns, Value[] row)
    {
        Value[] inputs = [.. view.Inputs.Select(f => spineFields.Any(s => s.Name == f.Name) ? Cell(row, f.Name) : Value.Null)];
        foreach (var column in columns)
        {
            var value = Interpreter.OverRow(column.Expression, view.Inputs, inputs);
            output.Add($"{view.Id.Name}__{column.Name}", value);
            output.Add($"{view.Id.Name}__{column.Name}__status", Value.String(value.IsNull ? "NULL" : "PRESENT"));
        }
    }

    private GoldState? StateFor(GoldHistory history, long at)
    {
        var pinned = Pins.TryGetValue(history.View.Id, out var pin) ? pin : (long?)null;
        return AsKnownDelayMicros is { } delay ? history.Visible(at, delay, pinned) : history.KnownAt(pinned);
    }

    private bool IsStale(GoldHistory history, Value timestamp)
    {
        if (timestamp.IsNull) return false;
        var state = StateFor(history, timestamp.AsInt64);
        return state is null || timestamp.AsInt64 > (AsKnownDelayMicros is null ? history.GreatestClock(state) : state.FrontierMicros);
    }

    private Value TimestampOf(Value[] row) => Cell(row, TimestampColumn);

    private Value Cell(Value[] row, string column) => row[spineFields.Select(f => f.Name).ToList().IndexOf(column)];
}
