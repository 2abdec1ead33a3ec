using System.Text.Json.Nodes;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Internal.Fits;

/// <summary>Mean and population standard deviation from exact integer sums (semantics §5).</summary>
internal sealed class MomentAccumulator(SetTransform transform) : FitAccumulator
{
    private long count;
    private Int128 sum;
    private Int128 squares;

    internal override void Add(Value value, Value label, long spineRow)
    {
        if (value.IsNull) return;
        count++;
        sum += value.AsInt64;
        var square = Math.BigMul(value.AsInt64, value.AsInt64);
        squares = squares > Int128.MaxValue - square ? Int128.MaxValue : squares + square;
    }

    internal override JsonObject Finish()
    {
        var scale = transform.Value.Type.Scale;
        var deviation = ExactStatistics.Variance(Aggregate.StdDevPop, count, sum, squares, scale, out var overflow);
        if (overflow) throw new FitException($"The variance of transform {transform.Name} overflows: its values are too wide to be squared exactly. Clip them, or quantise to a smaller scale.");
        return new()
        {
            ["count"] = count,
            ["center"] = Parameters.Number(ExactStatistics.Mean(count, sum, scale)),
            ["spread"] = Parameters.Number(deviation),
        };
    }
}
