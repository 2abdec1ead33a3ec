using Lakehouse.Client.Internal;
using Lakehouse.Serving.V1;

namespace Lakehouse.Client;

/// <summary>One row of an answer.</summary>
public readonly struct FeatureRow : IEquatable<FeatureRow>
{
    private readonly FeatureBatch batch;
    private readonly int row;

    internal FeatureRow(FeatureBatch batch, int row)
    {
        this.batch = batch;
        this.row = row;
    }

    /// <summary>The value of a feature.</summary>
    /// <param name="feature"><c>view.column</c>.</param>
    /// <exception cref="KeyNotFoundException">The set has no such feature.</exception>
    public FeatureValue this[string feature] => batch.Value(feature, row);

    /// <summary>The value of a feature.</summary>
    /// <param name="position">Its position in <see cref="FeatureBatch.Features"/>.</param>
    public FeatureValue this[int position] => batch.Value(position, row);

    /// <summary>What the value of a feature is.</summary>
    /// <exception cref="KeyNotFoundException">The set has no such feature.</exception>
    public FeatureStatus Status(string feature) => batch.Value(feature, row).Status;

    /// <summary>The key's newest event that the view's row accounts for; null where there is no row.</summary>
    /// <exception cref="KeyNotFoundException">The set has no such entity view.</exception>
    public DateTimeOffset? EventTime(string view) => Time(batch.View(view).EventTime);

    /// <summary>When the platform knew the view's row; null where there is no row.</summary>
    /// <exception cref="KeyNotFoundException">The set has no such entity view.</exception>
    public DateTimeOffset? KnownAt(string view) => Time(batch.View(view).KnownAt);

    /// <summary>True for the same row of the same answer.</summary>
    public bool Equals(FeatureRow other) => ReferenceEquals(batch, other.batch) && row == other.row;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FeatureRow other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => row;

    /// <summary>True for the same row of the same answer.</summary>
    public static bool operator ==(FeatureRow left, FeatureRow right) => left.Equals(right);

    /// <summary>True for different rows.</summary>
    public static bool operator !=(FeatureRow left, FeatureRow right) => !left.Equals(right);

    private DateTimeOffset? Time(OptionalTimes times) => times.Present[row] != 0 ? Times.Time(times.Micros[row]) : null;
}
