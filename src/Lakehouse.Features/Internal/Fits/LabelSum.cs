using Lakehouse.Features.Evaluation;

namespace Lakehouse.Features.Internal.Fits;

/// <summary>Number and exact sum of labels.</summary>
/// <param name="Count">How many.</param>
/// <param name="Sum">Their sum as scaled integers.</param>
internal readonly record struct LabelSum(long Count, Int128 Sum)
{
    public static LabelSum operator -(LabelSum left, LabelSum right) => new(left.Count - right.Count, left.Sum - right.Sum);

    internal LabelSum With(long label) => new(Count + 1, Sum + label);

    /// <summary>(sum / 10^scale + smoothing · prior) / (count + smoothing), the prior where that has no weight; NULL without any label.</summary>
    /// <param name="all">The labels of all categories, whose mean is the prior.</param>
    /// <param name="scale">Scale of the labels.</param>
    /// <param name="smoothing">Weight of the prior, in rows.</param>
    internal Value Encode(LabelSum all, int scale, double smoothing)
    {
        var prior = ExactStatistics.Mean(all.Count, all.Sum, scale);
        if (prior.IsNull || Count == 0) return prior;
        return Value.Double(((double)Sum / ExactStatistics.PowerOfTen(scale) + smoothing * prior.AsDouble) / (Count + smoothing) + 0.0);
    }
}
