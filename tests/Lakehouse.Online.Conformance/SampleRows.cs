using System.Collections.Immutable;
using CsCheck;
using Lakehouse.Features;

namespace Lakehouse.Online.Conformance;

/// <summary>Generators of values of every type, edges included, and bitwise comparison of rows.</summary>
public static class SampleRows
{
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Const(""), Gen.Const("\0"), Gen.Const("a\0b"), Gen.Const("Zürich 東京 𝄞"), Gen.Char['\0', '\u0250'].Array[0, 40].Select(c => new string(c)));
    private static readonly Gen<long> Longs = Gen.OneOf(Gen.Long, Gen.Const(long.MinValue), Gen.Const(long.MaxValue), Gen.Long[-200, 200]);
    private static readonly Gen<double> Doubles = Gen.OneOf(Gen.Double, Gen.Const(double.Epsilon), Gen.Const(double.PositiveInfinity), Gen.Const(double.MinValue), Gen.Const(0.0));

    /// <summary>Tuples of values of the fields' types.</summary>
    public static Gen<Value[]> Tuples(ImmutableArray<Field> fields, bool nullable)
    {
        var each = fields.Select(f => nullable ? Gen.Frequency((1, Gen.Const(Value.Null)), (4, Of(f.Type))) : Of(f.Type)).ToArray();
        return each.Aggregate(Gen.Const(Array.Empty<Value>()), (head, next) => Gen.Select(head, next, (h, n) => (Value[])[.. h, n]));
    }

    /// <summary>True when both rows hold the same bits.</summary>
    public static bool Same(OnlineRow? a, OnlineRow? b) => a is null || b is null
        ? a is null && b is null
        : a.Key.SequenceEqual(b.Key) && a.Values.SequenceEqual(b.Values)
            && (a.ValidFromMicros, a.EventTimeMicros, a.Retracted, a.KnownAtMicros) == (b.ValidFromMicros, b.EventTimeMicros, b.Retracted, b.KnownAtMicros);

    private static Gen<Value> Of(DataType type) => type.Kind switch
    {
        TypeKind.Bool => Gen.Bool.Select(Value.Bool),
        TypeKind.Double => Doubles.Select(Value.Double),
        TypeKind.String => Texts.Select(t => Value.String(t)),
        TypeKind.Binary => Gen.Byte.Array[0, 20].Select(b => Value.Binary(b)),
        TypeKind.DoubleList => Gen.Frequency((1, Gen.Const((double?)null)), (3, Doubles.Select(x => (double?)x))).Array[0, 20].Select(l => Value.DoubleList(l)),
        _ => Longs.Select(Value.Int64),
    };
}

/// <summary>Equality of byte arrays by content.</summary>
public sealed class ByteComparer : IEqualityComparer<byte[]>
{
    /// <summary>The one instance.</summary>
    public static ByteComparer Instance { get; } = new();

    /// <inheritdoc/>
    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    /// <inheritdoc/>
    public int GetHashCode(byte[] obj)
    {
        var hash = default(HashCode);
        hash.AddBytes(obj);
        return hash.ToHashCode();
    }
}
