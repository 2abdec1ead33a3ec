using Lakehouse.Features;

namespace Lakehouse.Pipelines.Sync;

/// <summary>Options of <see cref="VerifyJob"/>.</summary>
/// <param name="View">The view.</param>
public sealed record VerifyOptions(VersionedName View)
{
    /// <summary>Which share of gold's keys is compared, above 0 and at most 1; keys that gold has not are found only when all are.</summary>
    /// <value>The default is null: all keys, and all rows of the store.</value>
    public double? Sample { get; init; }

    /// <summary>Another seed takes another sample.</summary>
    /// <value>The default is empty.</value>
    public string Seed { get; init; } = "";

    /// <summary>Puts right what is wrong, and only that.</summary>
    public bool Repair { get; init; }
}
