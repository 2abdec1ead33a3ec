namespace Lakehouse.Features.Definitions;

/// <summary>A versioned kind of fitted transform with its options: how parameters follow from the training rows' values, and values from parameters (docs/transforms.md).</summary>
/// <param name="Kind">Name of the kind in stored definitions.</param>
/// <param name="ResultType">Type of the transformed value.</param>
public abstract record FitDefinition(string Kind, DataType ResultType)
{
    /// <summary>Version of the kind's formula.</summary>
    public int Version => 1;
}

/// <summary>(x − mean) / population standard deviation, of int64 or decimal.</summary>
public sealed record StandardizeFit() : FitDefinition("standardize", DataType.Double);

/// <summary>(x − min) / (max − min), of numbers.</summary>
/// <param name="Clip">Moves values outside the fitted range to 0 or 1.</param>
public sealed record MinMaxFit(bool Clip) : FitDefinition("min_max", DataType.Double);

/// <summary>(x − median) / interquartile range, of numbers.</summary>
public sealed record RobustFit() : FitDefinition("robust", DataType.Double);

/// <summary>The category's share of the fitted values.</summary>
public sealed record FrequencyFit() : FitDefinition("frequency", DataType.Double);

/// <summary>The smoothed mean of a label by category; training rows are encoded out of fold.</summary>
/// <param name="Label">The spine's column with the label: int64, decimal or bool.</param>
/// <param name="Smoothing">m, the weight of the overall mean in rows; 0 or more.</param>
/// <param name="Folds">Number of folds, 2 to 100.</param>
/// <param name="Seed">Seed of the folds' hash.</param>
public sealed record TargetFit(string Label, double Smoothing, int Folds, string Seed) : FitDefinition("target", DataType.Double);

/// <summary>A slot for each of the most frequent categories and one for all others.</summary>
/// <param name="Top">Number of categories with a slot, 1 to 10,000.</param>
public sealed record OneHotFit(int Top) : FitDefinition("one_hot", DataType.DoubleList);

/// <summary>The number of fitted quantiles at or below the value.</summary>
/// <param name="Buckets">Number of buckets, 2 to 10,000.</param>
public sealed record QuantilesFit(int Buckets) : FitDefinition("quantiles", DataType.Int64);
