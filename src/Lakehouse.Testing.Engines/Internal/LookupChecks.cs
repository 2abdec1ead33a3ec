using Lakehouse.Delta;
using Lakehouse.Engine;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Testing.Engines.Internal;

/// <summary>The lookup rule through the engine: keys that are known, unknown or NULL, at instants on and beside rows, at any K.</summary>
internal sealed class LookupChecks(IEngine engine, Random random)
{
    /// <summary>Compares one lookup of many keys.</summary>
    /// <returns>Keys looked up.</returns>
    internal async Task<int> CheckAsync(CaseOutcome outcome, Snapshot gold, CancellationToken ct)
    {
        var (history, view) = (outcome.Gold, outcome.Gold.View);
        var states = history.States;
        var rows = states.SelectMany(s => s.Rows).ToList();
        if (rows.Count == 0) return 0;
        var at = rows[random.Next(rows.Count)].ValidFromMicros + random.Next(-1, 2) + (view.TimeToLiveMicros is { } ttl && random.Next(2) == 0 ? ttl : 0);
        long? knownAt = random.Next(2) == 0 ? null : states[random.Next(states.Count)].KnownAtMicros + random.Next(-1, 2);
        Value[][] keys = [.. rows.Select(r => r.Key).Distinct(KeyOrder.Of(view.Entity.Keys)), [.. view.Entity.Keys.Select(_ => Value.Null)], Unknown(view, rows)];
        var found = await engine.LookupAsync(new LookupPlan(view, gold, keys, at, knownAt), ct);
        for (var i = 0; i < keys.Length; i++) Compare(history, keys[i], at, knownAt, found[i]);
        return keys.Length;
    }

    private static void Compare(GoldHistory history, Value[] key, long at, long? knownAt, GoldRow? found)
    {
        var view = history.View;
        var expected = history.Lookup(key, at, knownAt).Row is { Retracted: false } row ? row : null;
        var actual = found is null || found.Retracted ? null : new ExpectedRow(key, found.ValidFromMicros, found.EventTimeMicros, found.Values);
        var isSame = expected is null || actual is null ? expected is null && actual is null : expected.SaysTheSameAs(actual);
        if (isSame && (found is null || (found.Key.AsSpan().SequenceEqual(key) && found.KnownAtMicros <= (knownAt ?? long.MaxValue)))) return;
        string Text(ExpectedRow? r) => r is null ? "no row" : new GoldRows(view, [r], long.MaxValue).ToString();
        throw new ConformanceException($"Lookup at t = {at}, K = {knownAt?.ToString() ?? "∞"} expected {Text(expected)}, but found {Text(actual)}");
    }

    private static Value[] Unknown(EntityViewDefinition view, List<ExpectedRow> rows) =>
        [.. view.Entity.Keys.Select((k, i) => k.Type.Kind == TypeKind.String ? Value.String("no such key") : rows[^1].Key[i])];
}
