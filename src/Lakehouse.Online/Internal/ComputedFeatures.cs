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

    /// <summary>Per transform the request-time features that it reads, by their positions.</summary>
    private readonly ImmutableArray<ImmutableArray<int>> readsOnDemand;

    internal ComputedFeatures(SetPlan plan, SetDefinition definition, SetTransforms transforms)
    {
        (set, this.transforms) = (definition.Id, transforms);
        var functions = new List<RowFunction>();
        var features = definition.Members.SelectMany(m => m.Columns.Select(c => Plan(plan, m.View, c, functions))).ToList();
        onDemand = [.. functions];
        names = [.. features.Where(f => f.View is null).Select(f => f.Name)];
        sources = [.. transforms.Inputs.Select(input => SourceOf(plan, features, input))];
        planned = [.. transforms.Transforms.Select((t, i) => new PlannedFeature(
            ViewName: null, t.Name, t.Type, View: null, onDemand.Length + i, ReadBy(t, SourceKind.View, s => s.View)))];
        readsOnDemand = [.. transforms.Transforms.Select(t => ReadBy(t, SourceKind.Computed, s => s.Position))];
        Features = [.. features, .. planned];
    }

    /// <summary>The features in the set's order, then its transforms.</summary>
    internal ImmutableArray<PlannedFeature> Features { get; }

    /// <summary>Per row the request-time features, then the transforms; NULL where one failed.</summary>
    /// <param name="views">The views' answers.</param>
    /// <param name="keys">Keys by row.</param>
    /// <param name="inputs">Inputs by row.</param>
    /// <param name="isByRow">Whether an overflow fails its cell only.</param>
    /// <param name="faults">What failed before, and then here.</param>
    /// <exception cref="ValueOverflowException">One overflows, and that fails the batch; the message names it and the row.</exception>
    internal Value[] Evaluate(IReadOnlyList<ViewAnswer> views, IReadOnlyList<Value[]> keys, IReadOnlyList<Value[]> inputs, bool isByRow, ref FaultCollector? faults)
    {
        var width = onDemand.Length + planned.Length;
        if (width == 0) return [];
        var values = new Value[keys.Count * width];
        var read = new Value[sources.Length];
        for (var row = 0; row < keys.Count; row++)
        {
            var own = values.AsSpan(row * width, width);
            var isSpoiled = faults is not null && faults.IsSpoiled(row);
            for (var i = 0; i < onDemand.Length; i++)
            {
                if (isSpoiled) faults!.FailCell((row * width) + i);
                else own[i] = EvaluateOnDemand(i, inputs[row], row, isByRow, ref faults);
            }

            for (var i = 0; i < read.Length; i++) read[i] = sources[i].Read(views, keys[row], inputs[row], own, row);
            for (var i = 0; i < planned.Length; i++)
            {
                if (IsOutOfRange(planned[i], views)) continue;
                if (isSpoiled) faults!.FailCell((row * width) + onDemand.Length + i);
                else if (faults is null || !HasFailedSource(i, views, row, faults)) own[onDemand.Length + i] = EvaluateTransform(i, read, row, isByRow, ref faults);
            }
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

    private Value EvaluateOnDemand(int feature, Value[] inputs, int row, bool isByRow, ref FaultCollector? faults)
    {
        try
        {
            return onDemand[feature](inputs);
        }
        catch (ValueOverflowException e)
        {
            if (!isByRow) throw new ValueOverflowException($"Feature {names[feature]} of {set} overflows for the inputs of row {row}: {e.Message}");
            Overflowed(names[feature], feature, row, faults ??= new());
            return Value.Null;
        }
    }

    private Value EvaluateTransform(int transform, Value[] read, int row, bool isByRow, ref FaultCollector? faults)
    {
        try
        {
            return transforms.Evaluate(transform, read);
        }
        catch (ValueOverflowException e)
        {
            if (!isByRow) throw new ValueOverflowException($"Row {row} of {set}: {e.Message}");
            Overflowed(planned[transform].Name, onDemand.Length + transform, row, faults ??= new());
            return Value.Null;
        }
    }

    private void Overflowed(string name, int position, int row, FaultCollector faults)
    {
        faults.FailCell((row * (onDemand.Length + planned.Length)) + position);
        faults.Add(
            RowFaultReason.FeatureOverflow, position, isTransient: false, row,
            () => ($"Feature {name} of {set} overflows for the values of these rows.", [PositionOf(position)], null));
    }

    /// <summary>True where a transform reads what failed in the row: then it fails, too, since a NULL in its place could give another value.</summary>
    private bool HasFailedSource(int transform, IReadOnlyList<ViewAnswer> views, int row, FaultCollector faults)
    {
        var width = onDemand.Length + planned.Length;
        var failedView = planned[transform].Reads.FirstOrDefault(v => views[v].HasFailed(row), -1);
        if (failedView < 0 && !readsOnDemand[transform].Any(p => faults.HasFailed((row * width) + p))) return false;
        var isTransient = failedView >= 0 && views[failedView].Failures.Any(f => f.Key == row && f.Cause.IsTransient);
        var position = onDemand.Length + transform;
        faults.FailCell((row * width) + position);
        faults.Add(
            RowFaultReason.SourceFailed, position, isTransient, row,
            () => ($"{planned[transform].Name} of {set} reads a feature that failed in these rows.", [PositionOf(position)], null));
        return true;
    }

    /// <summary>Position among the set's features of what is computed at a position.</summary>
    private int PositionOf(int computed)
    {
        for (var i = 0; i < Features.Length; i++)
        {
            if (Features[i].View is null && Features[i].Position == computed) return i;
        }

        throw new ArgumentOutOfRangeException(nameof(computed));
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

    private ImmutableArray<int> ReadBy(SetTransform transform, SourceKind kind, Func<Source, int> number)
    {
        var read = ExprWalk.ColumnNames([transform.Value]).ToHashSet(StringComparer.Ordinal);
        return [.. transforms.Inputs.Select((input, i) => (input.Name, Source: sources[i]))
            .Where(s => s.Source.Kind == kind && read.Contains(s.Name)).Select(s => number(s.Source)).Distinct()];
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
