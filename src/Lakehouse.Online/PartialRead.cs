using Lakehouse.Features;

namespace Lakehouse.Online;

/// <summary>A read in which single keys failed; carried by the exception, so that whoever does not ask for it sees a failed read and never a row that is not there.</summary>
/// <param name="Read">Marker and rows; null where a key failed, too.</param>
/// <param name="Failures">The keys that failed, at least one.</param>
public sealed record PartialRead(OnlineRead Read, IReadOnlyList<KeyFailure> Failures)
{
    /// <summary>True for a failure that is one key's: its row is damaged, or nobody answers for its partition now.</summary>
    public static bool IsOfOneKey(OnlineStoreException error) => error.IsDamagedRow || error.IsTransient;

    /// <summary>What a store throws after a read in which keys failed: the failure itself where nothing could be read, else one with the rest inside.</summary>
    /// <param name="view">The view.</param>
    /// <param name="read">Marker and rows.</param>
    /// <param name="failures">The keys that failed, at least one.</param>
    public static OnlineStoreException Error(VersionedName view, OnlineRead read, IReadOnlyList<KeyFailure> failures)
    {
        var first = failures[0].Cause;
        if (failures.Count == read.Rows.Count && !failures.Any(f => f.Cause.IsDamagedRow)) return first;
        return new(FormattableString.Invariant($"{failures.Count} of {read.Rows.Count} keys of {view} cannot be read: {first.Message}"), first)
        {
            IsTransient = failures.All(f => f.Cause.IsTransient), Partial = new(read, failures),
        };
    }
}

/// <summary>A key that could not be read.</summary>
/// <param name="Key">Its position in the read.</param>
/// <param name="Cause">Why.</param>
public readonly record struct KeyFailure(int Key, OnlineStoreException Cause);
