using System.Collections.Immutable;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;
using Lakehouse.Online.Sets;

namespace Lakehouse.Online.Internal;

/// <summary>Request-time features and transforms of a set: compiled once, evaluated for a batch into one array.</summary>
internal sealed class ComputedFeatures
{
    private readonly VersionedName set;
    private readonly SetTransforms transforms;
    private readonly ImmutableArray<RowFunction> onDemand;
    private readonly ImmutableArray<string> names;
    private readonly ImmutableArray<Source> sources;
    private readonly ImmutableArray<PlannedFeature> planned;

    internal ComputedFeatures(SetPlan plan, SetDefinition definition, SetTransforms transforms)
    {
        (set, this.transforms) = (definition.Id, transforms);
        var functions = new List<RowFunction>();
        var features = definition.Members.SelectMany(m => m.Columns.Select(c => Plan(plan, m.View, c, functions))).ToList();
        onDemand = [.. functions];
        names = [.. features.Where(f => f.View is null).Select(f => f.Name)];
        sources = [.. transforms.Inputs.Select(input => SourceOf(plan, features, input))];
        planned = [.. transforms.Transforms.Select((t, i) => new PlannedFeature(ViewName: null, t.Name, t.Type, View: null, onDemand.Length + i, ViewsOf(t)))];
        Features = [.. features, .. planned];
    }

    /// <summary>The features in the set's order, then its transforms.</summary>
    internal ImmutableArray<PlannedFeature> Features { get; }

    /// <summary>Per row the request-time features, then the transforms.</summary>
    /// <exception cref="ValueOverflowException">One overflows; the message names it and the row.</exception>
    internal Value[] Evaluate(IReadOnlyList<ViewAnswer> views, IReadOnlyList<Value[]> keys, IReadOnlyList<Value[]> inputs)
    {
        var width = onDemand.Length + planned.Length;
        if (width == 0) return [];
        var values = new Value[keys.Count * width];
        var read = new Value[sources.Length];
        for (var row = 0; row < keys.Count; row++)
        {
            var own = values.AsSpan(row * width, width);
            for (var i = 0; i < onDemand.Length; i++) own[i] = EvaluateOnDemand(i, inputs[row], row);
            for (var i = 0; i < read.Length; i++) read[i] = sources[i].Read(views, keys[row], inputs[row], own, row);
            for (var i = 0; i < planned.Length; i++) own[onDemand.Length + i] = IsOutOfRange(planned[i], views) ? Value.Null : EvaluateTransform(i, read, row);
        }

        return values;
    }

    private static bool IsOutOfRange(PlannedFeature transform, IReadOnlyList<ViewAnswer> views)
    {
        foreach (var view in transform.Reads)
        {
            if (views[view].IsOutOfRange) return true;
        }

        return false;
    }

    private Value EvaluateOnDemand(int feature, Value[] inputs, int row)
    {
        try
        {
            return onDemand[feature](inputs);
        }
        catch (ValueOverflowException e)
        {
            throw new ValueOverflowException($"Feature {names[feature]} of {set} overflows for the inputs of row {row}: {e.Message}");
        }
    }

    private Value EvaluateTransform(int transform, Value[] read, int row)
    {
        try
        {
            return transforms.Evaluate(transform, read);
        }
        catch (ValueOverflowException e)
        {
            throw new ValueOverflowException($"Row {row} of {set}: {e.Message}");
        }
    }

    private static PlannedFeature Plan(SetPlan plan, ViewDefinition view, FeatureColumn column, List<RowFunction> functions)
    {
        if (view is EntityViewDefinition entityView)
        {
            var position = plan.Views.Select(v => v.Id).ToList().IndexOf(entityView.Id);
            return new(view.Id.Name, column.Name, column.Type, position, entityView.Columns.Select(c => c.Name).ToList().IndexOf(column.Name), []);
        }

        functions.Add(ExpressionCompiler.Compile(column.Expression, plan.Inputs));
        return new(view.Id.Name, column.Name, column.Type, View: null, functions.Count - 1, []);
    }

    private static Source SourceOf(SetPlan plan, IReadOnlyList<PlannedFeature> features, Field input)
    {
        if (features.FirstOrDefault(f => f.Name == input.Name) is { } feature) return new(feature.View is null ? SourceKind.Computed : SourceKind.View, feature.View ?? 0, feature.Position);
        var key = plan.Keys.IndexOf(input);
        return key >= 0 ? new(SourceKind.Key, 0, key) : new(SourceKind.Input, 0, plan.Inputs.IndexOf(input));
    }

    private ImmutableArray<int> ViewsOf(SetTransform transform)
    {
        var read = ExprWalk.ColumnNames([transform.Value]).ToHashSet(StringComparer.Ordinal);
        return [.. transforms.Inputs.Select((input, i) => (input.Name, Source: sources[i])).Where(s => s.Source.Kind == SourceKind.View && read.Contains(s.Name)).Select(s => s.Source.View).Distinct()];
    }

    private enum SourceKind
    {
        View,
        Computed,
        Key,
        Input,
    }

    /// <summary>Where a transform's input comes from.</summary>
    private readonly record struct Source(SourceKind Kind, int View, int Position)
    {
        internal Value Read(IReadOnlyList<ViewAnswer> views, Value[] keys, Value[] inputs, ReadOnlySpan<Value> computed, int row) => Kind switch
        {
            SourceKind.View => ValueOf(views[View], row),
            SourceKind.Computed => computed[Position],
            SourceKind.Key => keys[Position],
            _ => inputs[Position],
        };

        private Value ValueOf(ViewAnswer view, int row)
        {
            _ = view.Read(row, Position, out var value);
            return value;
        }
    }
}
