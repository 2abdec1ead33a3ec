using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;
using Lakehouse.Testing.Internal.Interpretation;

namespace Lakehouse.Testing.Internal;

/// <summary>The features of a window view over any set of events.</summary>
/// <remarks>What an event gives to an aggregate does not depend on the instant, so it is found once: nothing (filtered out or NULL), a value, or an overflow.</remarks>
internal sealed class OracleAggregates
{
    private readonly WindowViewDefinition view;
    private readonly Dictionary<string, Source[]> byFeature;

    internal OracleAggregates(WindowViewDefinition view, IReadOnlyList<OracleEvent> events)
    {
        this.view = view;
        var sources = view.Features.SelectMany(f => Aggregates(f.Expression)).Distinct().ToDictionary(a => a, a => new Source(a, events.ToDictionary(e => e, e => Give(a, e))));
        byFeature = view.Features.ToDictionary(f => f.Name, f => Aggregates(f.Expression).Distinct().Select(a => sources[a]).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>A column at an instant, from the events before it in order.</summary>
    /// <exception cref="ValueOverflowException">An aggregate that the feature names, or the feature itself, overflows.</exception>
    internal Value Column(FeatureColumn column, IReadOnlyList<OracleEvent> before, long instant)
    {
        var inside = before.Where(e => column.Window!.LengthMicros is not { } length || e.TimeMicros >= (Int128)instant - length).ToArray();
        var sources = byFeature[column.Feature];
        var values = sources.Select(s => Compute(s, inside)).ToArray();
        return new Interpreter(leaf => values[Array.FindIndex(sources, s => s.Aggregate.Equals(leaf))]).Root(column.Expression);
    }

    private static Value Compute(Source source, OracleEvent[] inside)
    {
        var values = new List<Value>(inside.Length);
        foreach (var gift in inside.Select(e => source.Given[e]))
        {
            if (gift.Overflows) throw new ValueOverflowException($"The argument or filter of {source.Aggregate} overflows.");
            if (gift.Counts) values.Add(gift.Value);
        }

        return FirstPrinciples.Compute(source.Aggregate, values);
    }

    private Given Give(AggregateExpr aggregate, OracleEvent source)
    {
        try
        {
            var schema = view.Contract.Schema;
            var passes = aggregate.Filter is null || Interpreter.OverRow(aggregate.Filter, schema, source.Row) is { IsNull: false, AsBool: true };
            if (!passes) return default;
            if (aggregate.Argument is null) return new(Counts: true, Value.Null, Overflows: false);
            var value = Interpreter.OverRow(aggregate.Argument, schema, source.Row);
            return new(!value.IsNull, value, Overflows: false);
        }
        catch (ValueOverflowException)
        {
            return new(Counts: false, Value.Null, Overflows: true);
        }
    }

    private static IEnumerable<AggregateExpr> Aggregates(Expr expression) => expression switch
    {
        AggregateExpr aggregate => [aggregate],
        CallExpr call => call.Arguments.SelectMany(Aggregates),
        _ => [],
    };

    private sealed record Source(AggregateExpr Aggregate, Dictionary<OracleEvent, Given> Given);

    private readonly record struct Given(bool Counts, Value Value, bool Overflows);
}
