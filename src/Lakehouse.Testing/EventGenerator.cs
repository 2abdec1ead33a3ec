using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;
using Lakehouse.Testing.Internal.Generation;
using Lakehouse.Testing.Internal.Interpretation;

namespace Lakehouse.Testing;

/// <summary>Nasty events for a view, the same for the same seed.</summary>
/// <remarks>Ties, window edges, nulls, times before 1970, limits of numbers, hot and unicode keys, late rows, duplicates, corrections that move key or time, deletions.</remarks>
public sealed class EventGenerator
{
    private const int Attempts = 10_000;

    private readonly EntityViewDefinition view;
    private readonly EventGeneratorOptions options;
    private readonly Random random;
    private readonly NastyValues values;
    private readonly NastyTimes times;
    private readonly Expr[] rules;
    private readonly int idColumn;

    /// <summary>Prepares a generator.</summary>
    /// <param name="view">The view whose windows, key and contract decide what is nasty.</param>
    /// <param name="seed">Equal seeds give equal events.</param>
    /// <param name="options">How much; null for the defaults.</param>
    public EventGenerator(EntityViewDefinition view, int seed, EventGeneratorOptions? options = null)
    {
        this.view = view;
        this.options = options ?? new();
        random = new(seed);
        values = new(random, this.options);
        times = new(random, view);
        rules = [.. view.Contract.Rules.Where(r => r.Kind == RuleKind.Require).Select(r => r.Condition)];
        idColumn = view.Contract.Columns.IndexOf(view.Contract.EventId);
    }

    /// <summary>A history of arriving rows that all obey the contract.</summary>
    public EventHistory Generate()
    {
        var batches = new List<IReadOnlyList<EventChange>>();
        var known = new List<Value[]>();
        for (var batch = 0; batch < options.Batches; batch++)
        {
            var rows = (options.Rows * (batch + 1) / options.Batches) - (options.Rows * batch / options.Batches);
            batches.Add([.. Enumerable.Range(0, rows).Select(_ => Next(known, (double)batch / options.Batches))]);
        }

        return new(view.Contract, batches);
    }

    private EventChange Next(List<Value[]> known, double progress)
    {
        var choice = options.Changes && known.Count > 0 ? random.NextDouble() : 1;
        if (choice < 0.05) return new(known[random.Next(known.Count)]);
        if (choice < 0.12) return new(known[random.Next(known.Count)], Deleted: true);
        var row = NewRow(progress);
        if (choice < 0.25) row[idColumn] = known[random.Next(known.Count)][idColumn];
        else row[idColumn] = values.Id(view.Contract.EventId.Type, known.Count);
        if (choice is >= 0.12 and < 0.16) KeepAllBut(row, known[^1]);
        known.Add(row);
        return new(row);
    }

    /// <summary>A correction that differs from the newest row in one column only.</summary>
    private void KeepAllBut(Value[] row, Value[] before)
    {
        var changed = random.Next(row.Length);
        for (var i = 0; i < row.Length; i++)
        {
            if (i != changed) row[i] = before[i];
        }

        if (!ObeysRules(row)) before.CopyTo(row, 0);
    }

    private Value[] NewRow(double progress)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            Value[] row = [.. view.Contract.Columns.Select(c => c.Role switch
            {
                ColumnRole.EventTime => Value.Int64(times.Next(progress)),
                ColumnRole.EventId => Value.Null,
                _ => values.Next(c.Type, c.Nullable),
            })];
            if (ObeysRules(row)) return row;
        }

        throw new InvalidOperationException($"No generated row obeys the rules of {view.Contract.Id}; write events by hand.");
    }

    private bool ObeysRules(Value[] row)
    {
        try
        {
            return rules.All(rule => Interpreter.OverRow(rule, view.Contract.Schema, row) is { IsNull: false, AsBool: true });
        }
        catch (ValueOverflowException)
        {
            return false;
        }
    }
}
