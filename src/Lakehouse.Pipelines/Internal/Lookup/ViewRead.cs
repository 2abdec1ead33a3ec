using Lakehouse.Online;

namespace Lakehouse.Pipelines.Internal.Lookup;

/// <summary>What one view gave for all keys.</summary>
/// <param name="Rows">The row in force per key.</param>
/// <param name="IsStale">The instant lies beyond what the view is complete for.</param>
/// <param name="IsOutOfRange">The instant lies before what the store keeps.</param>
internal sealed record ViewRead(IReadOnlyList<OnlineRow?> Rows, bool IsStale, bool IsOutOfRange)
{
    /// <summary>Before the first run or sync: absent and stale.</summary>
    public static ViewRead Nothing(int keys) => new(new OnlineRow?[keys], IsStale: true, IsOutOfRange: false);
}
