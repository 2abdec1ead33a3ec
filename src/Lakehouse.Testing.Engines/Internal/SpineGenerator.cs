using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Testing.Engines.Internal;

/// <summary>A spine in memory.</summary>
/// <param name="Fields">Its columns.</param>
/// <param name="Rows">Its rows in order.</param>
internal sealed record Spine(IReadOnlyList<Field> Fields, IReadOnlyList<Value[]> Rows)
{
    internal string Text(int row) => string.Join(' ', Fields.Select((f, i) => $"{f.Name}={ClrValues.ToClr(Rows[row][i], f.Type) ?? "NULL"}"));
}

/// <summary>Spines whose rows meet the rows of gold: at their instants and beside them, duplicates, unknown and NULL keys.</summary>
internal static class SpineGenerator
{
    private const int Rows = 40;
    private static readonly long Earliest = (DateTime.MinValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    private static readonly long Latest = (DateTime.MaxValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    internal static Spine Next(Random random, SetDefinition set, IReadOnlyDictionary<VersionedName, GoldHistory> gold)
    {
        Field[] fields = [.. set.Keys.Select(k => k with { Nullable = true }), new(TrainingOracle.TimestampColumn, DataType.Timestamp), .. set.Inputs, new("label", DataType.Int64)];
        var known = set.Members.Select(m => gold.GetValueOrDefault(m.View.Id)).OfType<GoldHistory>().SelectMany(h => h.States.SelectMany(s => s.Rows).Select(r => (h.View, Row: r))).ToList();
        var inputs = new EventGenerator(InputView(set), random.Next(), new() { Rows = Rows, Batches = 1, Changes = false }).Generate().Silver();
        var rows = Enumerable.Range(0, Rows).Select(n => Next(random, fields, known, inputs[n % inputs.Count], n)).ToList();
        rows.AddRange(rows.Take(5).ToList());
        return new(fields, rows);
    }

    private static Value[] Next(Random random, Field[] fields, List<(EntityViewDefinition View, ExpectedRow Row)> known, Value[] inputs, int number)
    {
        var cells = fields.ToDictionary(f => f.Name, _ => Value.Null);
        foreach (var group in known.GroupBy(k => k.View.Entity.Name))
        {
            var (view, row) = group.ElementAt(random.Next(group.Count()));
            for (var i = 0; i < row.Key.Length; i++) cells[view.Entity.Keys[i].Name] = row.Key[i];
        }

        if (known.Count > 0) cells[TrainingOracle.TimestampColumn] = Value.Int64(Instant(random, known[random.Next(known.Count)]));
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i].Name == "label") cells["label"] = Value.Int64(number);
            if (random.Next(25) == 0) cells[fields[i].Name] = Value.Null;
        }

        // Inputs follow the id and the time of the generated events.
        var first = Array.FindIndex(fields, f => f.Name == TrainingOracle.TimestampColumn) + 1;
        for (var i = first; i < fields.Length - 1; i++) cells[fields[i].Name] = inputs[2 + i - first];
        return [.. fields.Select(f => cells[f.Name])];
    }

    private static long Instant(Random random, (EntityViewDefinition View, ExpectedRow Row) near)
    {
        var instant = near.Row.ValidFromMicros + random.Next(-1, 2);
        var expiry = random.Next(4) == 0 && near.View.TimeToLiveMicros is { } ttl && near.Row.EventTimeMicros is { } time ? time + ttl + random.Next(2) : instant;
        return Math.Clamp(expiry, Earliest, Latest);
    }

    /// <summary>A contract with the request's inputs, so that the generator of events makes values for them.</summary>
    private static StateViewDefinition InputView(SetDefinition set)
    {
        ContractColumn[] columns =
        [
            new("id", DataType.Int64, Nullable: false, ColumnRole.EventId, new Features.Expressions.ColumnExpr("id", DataType.Int64)),
            new("at", DataType.Timestamp, Nullable: false, ColumnRole.EventTime, new Features.Expressions.ColumnExpr("at", DataType.Timestamp)),
            .. set.Inputs.Select(f => new ContractColumn(f.Name, f.Type, Nullable: true, ColumnRole.Value, new Features.Expressions.ColumnExpr(f.Name, f.Type))),
        ];
        var contract = new ContractDefinition(new("inputs", 1), new("raw_inputs", new(SourceKind.Parquet), []), [.. columns], []);
        return new(new("inputs", 1), contract, new("nobody", []), [], []);
    }
}
