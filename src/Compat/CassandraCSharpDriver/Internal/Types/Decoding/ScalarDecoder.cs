namespace Cassandra.Internal.Types;

/// <summary>Makes a CLR value of a cell's bytes.</summary>
internal delegate T ReadValue<out T>(ReadOnlySpan<byte> bytes);

/// <summary>Reads values of CQL types without parts; <paramref name="size"/> is 0 where the bytes of a value vary.</summary>
internal sealed class ScalarDecoder<T>(int size, ReadValue<T> read, params ColumnTypeCode[] codes) : ValueDecoder<T>
{
    public override T Decode(CqlType type, ReadOnlySpan<byte> bytes)
    {
        if (!Reads(type)) throw Mismatch(type);

        // Most types of a server allow a value of no bytes, which is no number and no time: the nearest thing here is null.
        if (IsEmpty(bytes)) return (T)(object?)null!;
        return size == 0 || bytes.Length == size ? read(bytes) : throw new DriverInternalError($"A value of the CQL type {type} has {bytes.Length} bytes, not {size}");
    }

    public override bool IsEmpty(ReadOnlySpan<byte> bytes) => bytes.IsEmpty && (size > 0 || typeof(T).IsValueType);

    private bool Reads(CqlType type)
    {
        foreach (var code in codes)
        {
            if (code == type.Code && !type.IsVector) return true;
        }

        return false;
    }
}

/// <summary>Reads values that may be empty into a CLR type that has a null.</summary>
internal sealed class NullableDecoder<T>(ScalarDecoder<T> inner) : ValueDecoder<T?>
    where T : struct
{
    public override T? Decode(CqlType type, ReadOnlySpan<byte> bytes) => inner.IsEmpty(bytes) ? null : inner.Decode(type, bytes);
}
