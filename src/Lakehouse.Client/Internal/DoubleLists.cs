using Google.Protobuf;
using Lakehouse.Serving.V1;

namespace Lakehouse.Client.Internal;

/// <summary>Lists of doubles, to and from the wire.</summary>
internal static class DoubleLists
{
    public static DoubleList Of(double?[] items) => new()
    {
        Values = { items.Select(x => x ?? 0) },
        Nulls = Array.IndexOf(items, null) < 0 ? ByteString.Empty : ByteString.CopyFrom([.. items.Select(x => x is null ? (byte)1 : (byte)0)]),
    };

    public static double?[] Read(DoubleList list) => [.. list.Values.Select((x, i) => list.Nulls.Length > 0 && list.Nulls[i] != 0 ? (double?)null : x)];
}
