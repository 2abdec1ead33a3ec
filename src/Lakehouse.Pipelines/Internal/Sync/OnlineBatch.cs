using Lakehouse.Engine;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online;

namespace Lakehouse.Pipelines.Internal.Sync;

/// <summary>Rows on their way to the online store.</summary>
/// <remarks>
/// A batch ends between two keys, so that a key's rows become visible together. Rows come in descending valid_from within a key; so a key that is too large for one batch may be
/// cut, and a reader never finds an old row without the later ones as long as the parts are written in order.
/// </remarks>
/// <param name="view">The rows' view.</param>
internal sealed class OnlineBatch(EntityViewDefinition view)
{
    private const int Enough = 5_000;
    private const int TooMany = 100_000;
    private const long EnoughBytes = 4L << 20;
    private const int RowBytes = 200;
    private const int ValueBytes = 16;

    private readonly int[] large = [.. view.Columns.Select((c, i) => (c.Type.Kind, Column: i)).Where(c => IsLarge(c.Kind)).Select(c => c.Column)];
    private readonly int fixedBytes = RowBytes + (view.Columns.Length * ValueBytes);
    private long bytes;

    public List<OnlineRow> Rows { get; private set; } = [];

    /// <summary>True where the batch begins inside the key that the one before it ended with.</summary>
    public bool ContinuesKey { get; private set; }

    public bool IsFullBefore(GoldRow next)
    {
        if (Rows.Count < Enough && bytes < EnoughBytes) return false;
        return Rows.Count >= TooMany || bytes >= EnoughBytes * 16 || !IsSameKey(next);
    }

    public void Add(GoldRow row)
    {
        Rows.Add(ToOnline(row));
        bytes += fixedBytes;
        foreach (var column in large) bytes += row.Values[column].IsNull ? 0 : SizeOf(row.Values[column], view.Columns[column].Type.Kind);
    }

    /// <summary>The rows so far; the batch is empty then.</summary>
    /// <param name="next">The row that the next batch begins with; null at the end.</param>
    public IReadOnlyList<OnlineRow> Take(GoldRow? next)
    {
        var taken = Rows;
        ContinuesKey = next is not null && taken.Count > 0 && IsSameKey(next);
        (Rows, bytes) = ([], 0);
        return taken;
    }

    public static OnlineRow ToOnline(GoldRow row) => new(row.Key, row.ValidFromMicros, row.EventTimeMicros, row.Values, row.Retracted, row.KnownAtMicros);

    private bool IsSameKey(GoldRow next) => Rows[^1].Key.AsSpan().SequenceEqual(next.Key);

    private static bool IsLarge(TypeKind kind) => kind is TypeKind.String or TypeKind.Binary or TypeKind.DoubleList;

    private static long SizeOf(Value value, TypeKind kind) => kind switch
    {
        TypeKind.String => value.AsString.Length * sizeof(char),
        TypeKind.Binary => value.AsBinary.Length,
        _ => value.AsDoubleList.Length * (long)ValueBytes,
    };
}
