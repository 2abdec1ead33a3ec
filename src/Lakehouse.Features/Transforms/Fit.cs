using Lakehouse.Features.Definitions;

namespace Lakehouse.Features;

/// <summary>Kinds of transforms whose parameters are fitted on a training set (docs/transforms.md).</summary>
public static class Fit
{
    /// <summary>(x − mean) / population standard deviation. A double is quantised first: <c>.Quantize(scale)</c>.</summary>
    public static FitDefinition Standardize() => new StandardizeFit();

    /// <summary>(x − min) / (max − min).</summary>
    /// <param name="clip">Moves values outside the fitted range to 0 or 1.</param>
    public static FitDefinition MinMax(bool clip = false) => new MinMaxFit(clip);

    /// <summary>(x − median) / interquartile range.</summary>
    public static FitDefinition Robust() => new RobustFit();

    /// <summary>The category's share of the fitted values; 0 for one that was not there.</summary>
    public static FitDefinition Frequency() => new FrequencyFit();

    /// <summary>The mean of a label by category, smoothed towards the overall mean; training rows are encoded out of fold.</summary>
    /// <param name="label">The spine's column with the label: int64, decimal or bool.</param>
    /// <param name="smoothing">Weight of the overall mean in rows; 0 or more.</param>
    /// <param name="folds">Number of folds, 2 to 100.</param>
    /// <param name="seed">Seed of the folds' hash.</param>
    public static FitDefinition Target(string label, double smoothing = 20, int folds = 5, string seed = "target") => new TargetFit(label, smoothing, folds, seed);

    /// <summary>A list with a slot for each of the most frequent categories and a last one for all others.</summary>
    /// <param name="top">Number of categories with a slot, 1 to 10,000.</param>
    public static FitDefinition OneHot(int top) => new OneHotFit(top);

    /// <summary>Buckets of about equally many fitted values, numbered from 0.</summary>
    /// <param name="buckets">Number of buckets, 2 to 10,000.</param>
    public static FitDefinition Quantiles(int buckets) => new QuantilesFit(buckets);
}
