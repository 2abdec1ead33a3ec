using System.Runtime.CompilerServices;

namespace Lakehouse.Features;

/// <summary>One value of any <see cref="DataType"/>, or null, without boxing; the type is known from the column.</summary>
/// <remarks>
/// Bool 0/1, int64, the unscaled integer of a decimal, microseconds of a timestamp, days of a date and the bits of a double lie in 64 bits;
/// string, binary and list&lt;double&gt; are references. Reading a value as another kind than was put in is a programming error and is not checked.
/// </remarks>
public readonly struct Value : IEquatable<Value>
{
    private static readonly object Scalar = new();
    private readonly object? reference;
    private readonly long bits;

    private Value(object reference, long bits = 0)
    {
        this.reference = reference;
        this.bits = bits;
    }

    /// <summary>SQL's NULL.</summary>
    public static Value Null => default;

    /// <summary>True for NULL.</summary>
    public bool IsNull => reference is null;

    /// <summary>The value as a bool.</summary>
    public bool AsBool => bits != 0;

    /// <summary>The 64 bits of an int64, a decimal's unscaled integer, a timestamp's microseconds or a date's days.</summary>
    public long AsInt64 => bits;

    /// <summary>The value as a double.</summary>
    public double AsDouble => BitConverter.Int64BitsToDouble(bits);

    /// <summary>The value as text.</summary>
    public string AsString => Unsafe.As<string>(reference!);

    /// <summary>The value as bytes; not to be changed.</summary>
    public byte[] AsBinary => Unsafe.As<byte[]>(reference!);

    /// <summary>The value as a list of doubles; not to be changed.</summary>
    public double?[] AsDoubleList => Unsafe.As<double?[]>(reference!);

    /// <summary>A bool.</summary>
    public static Value Bool(bool value) => new(Scalar, value ? 1 : 0);

    /// <summary>An int64, a decimal's unscaled integer, a timestamp in microseconds or a date in days.</summary>
    public static Value Int64(long value) => new(Scalar, value);

    /// <summary>A double.</summary>
    public static Value Double(double value) => new(Scalar, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Text, or NULL.</summary>
    public static Value String(string? value) => value is null ? default : new(value);

    /// <summary>Bytes, or NULL.</summary>
    public static Value Binary(byte[]? value) => value is null ? default : new(value);

    /// <summary>A list of doubles, or NULL.</summary>
    public static Value DoubleList(double?[]? value) => value is null ? default : new(value);

    /// <summary>Bit-for-bit equality; NULL equals NULL.</summary>
    public bool Equals(Value other) => (reference, other.reference) switch
    {
        (string a, string b) => a == b,
        (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
        (double?[] a, double?[] b) => a.Length == b.Length && a.Zip(b).All(p => SameBits(p.First, p.Second)),
        _ => ReferenceEquals(reference, other.reference) && bits == other.bits,
    };

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        switch (reference)
        {
            case null: return 0;
            case string text: return text.GetHashCode(StringComparison.Ordinal);
            case byte[] bytes: hash.AddBytes(bytes); break;
            case double?[] list: foreach (var item in list) hash.Add(item is { } x ? BitConverter.DoubleToInt64Bits(x) : 1); break;
            default: return bits.GetHashCode();
        }

        return hash.ToHashCode();
    }

    /// <summary>Bit-for-bit equality.</summary>
    public static bool operator ==(Value left, Value right) => left.Equals(right);

    /// <summary>Bit-for-bit inequality.</summary>
    public static bool operator !=(Value left, Value right) => !left.Equals(right);

    private static bool SameBits(double? a, double? b) =>
        a.HasValue == b.HasValue && (!a.HasValue || BitConverter.DoubleToInt64Bits(a.Value) == BitConverter.DoubleToInt64Bits(b!.Value));
}
