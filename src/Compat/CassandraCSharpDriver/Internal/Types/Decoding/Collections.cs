using System.Runtime.CompilerServices;
using Cassandra.Internal.Wire;

namespace Cassandra.Internal.Types;

/// <summary>Reads lists, sets and vectors into an array.</summary>
internal sealed class ArrayDecoder<T> : ValueDecoder<T[]>
{
    public override T[] Decode(CqlType type, ReadOnlySpan<byte> bytes)
    {
        if (type.IsVector) return DecodeVector(type, bytes);
        if (type.Code is not (ColumnTypeCode.List or ColumnTypeCode.Set)) throw Mismatch(type);
        if (bytes.IsEmpty) return [];
        var reader = new FrameReader(bytes);
        var elements = new T[reader.ReadCount(reader.ReadInt32(), sizeof(int))];
        for (var i = 0; i < elements.Length; i++) elements[i] = ValueDecoder<T>.Instance.DecodeElement(type.Arguments[0], ref reader);
        return elements;
    }

    private static T[] DecodeVector(CqlType type, ReadOnlySpan<byte> bytes)
    {
        var element = type.Arguments[0];
        var size = VectorLayout.FixedSizeOf(element);
        if ((long)type.Dimensions * Math.Max(size, 1) > bytes.Length) throw new DriverInternalError($"A value of {type} ends early");
        var elements = new T[type.Dimensions];
        var reader = new FrameReader(bytes);
        for (var i = 0; i < elements.Length; i++) elements[i] = ValueDecoder<T>.Instance.DecodeElement(element, size > 0 ? reader.Take(size) : TakeSized(ref reader));
        return elements;
    }

    private static ReadOnlySpan<byte> TakeSized(ref FrameReader reader)
    {
        var (length, size) = VInt.Read(reader.Rest);
        reader.Skip(size);
        return reader.Take(length <= int.MaxValue ? (int)length : -1);
    }
}

/// <summary>Reads whatever an array is read from into a collection that is made of an array.</summary>
internal sealed class CollectionDecoder<TElement, TCollection>(Func<TElement[], TCollection> make) : ValueDecoder<TCollection>
{
    public override TCollection Decode(CqlType type, ReadOnlySpan<byte> bytes) => make(ValueDecoder<TElement[]>.Instance.Decode(type, bytes));
}

/// <summary>Reads maps.</summary>
internal sealed class MapDecoder<TKey, TValue, TMap> : ValueDecoder<TMap>
    where TKey : notnull
{
    public override TMap Decode(CqlType type, ReadOnlySpan<byte> bytes)
    {
        if (type.Code != ColumnTypeCode.Map) throw Mismatch(type);
        var map = new Dictionary<TKey, TValue>();
        if (bytes.IsEmpty) return (TMap)(object)map;
        var reader = new FrameReader(bytes);
        for (var left = reader.ReadCount(reader.ReadInt32(), 2 * sizeof(int)); left > 0; left--)
        {
            var key = ValueDecoder<TKey>.Instance.DecodeElement(type.Arguments[0], ref reader) ?? throw new DriverInternalError($"A value of {type} has a null key");
            map[key] = ValueDecoder<TValue>.Instance.DecodeElement(type.Arguments[1], ref reader);
        }

        return (TMap)(object)map;
    }
}

/// <summary>Reads tuples; parts that the server left out are null.</summary>
internal sealed class TupleDecoder<T> : ValueDecoder<T>
    where T : ITuple
{
    private static readonly Type[] Parts = typeof(T).GetGenericArguments();

    public override T Decode(CqlType type, ReadOnlySpan<byte> bytes)
    {
        if (type.Code != ColumnTypeCode.Tuple || type.Arguments.Length != Parts.Length) throw Mismatch(type);
        var reader = new FrameReader(bytes);
        var parts = new object?[Parts.Length];
        for (var i = 0; i < parts.Length && reader.Remaining > 0; i++)
        {
            var length = reader.ReadInt32();
            if (length >= 0) parts[i] = For(Parts[i]).DecodeObject(type.Arguments[i], reader.Take(length));
        }

        return (T)Activator.CreateInstance(typeof(T), parts)!;
    }
}

/// <summary>Reads any value as the CLR type that its CQL type has by default.</summary>
internal sealed class ObjectDecoder : ValueDecoder<object?>
{
    public override object? Decode(CqlType type, ReadOnlySpan<byte> bytes) => For(ClrTypes.DefaultOf(type)).DecodeObject(type, bytes);
}
