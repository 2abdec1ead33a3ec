using Lakehouse.Engine;
using Lakehouse.Online;

namespace Lakehouse.Pipelines.Internal;

/// <summary>Rows on their way to the online store.</summary>
/// <remarks>
/// A batch ends between two keys, so that a key's rows become visible together. Rows come in descending valid_from within a key; so a key that is too large for one batch may be
/// cut, and a reader never finds an old row without the later ones.
/// </remarks>
internal sealed class OnlineBatch
{
    private const int Enough = 10_000;
    private const int TooMany = 200_000;

    public List<OnlineRow> Rows { get; } = [];

    public bool IsFullBefore(GoldRow next) => Rows.Count >= TooMany || (Rows.Count >= Enough && !Rows[^1].Key.AsSpan().SequenceEqual(next.Key));

    public void Add(GoldRow row) => Rows.Add(ToOnline(row));

    public void Clear() => Rows.Clear();

    public static OnlineRow ToOnline(GoldRow row) => new(row.Key, row.ValidFromMicros, row.EventTimeMicros, row.Values, row.Retracted, row.KnownAtMicros);
}
