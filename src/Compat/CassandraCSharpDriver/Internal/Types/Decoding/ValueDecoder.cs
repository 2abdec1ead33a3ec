using System.Collections.Concurrent;

namespace Cassandra.Internal.Types;

/// <summary>Reads values of one CLR type.</summary>
internal abstract class ValueDecoder
{
    private static readonly ConcurrentDictionary<Type, ValueDecoder> Known = new();

    /// <summary>The decoder of a CLR type.</summary>
    /// <exception cref="InvalidCastException">No CQL type is read as that type.</exception>
    public static ValueDecoder For(Type type) => Known.GetOrAdd(type, DecoderFactory.Create);

    /// <summary>The value, boxed.</summary>
    public abstract object? DecodeObject(CqlType type, ReadOnlySpan<byte> bytes);
}

/// <summary>Reads values of one CLR type without boxing them.</summary>
internal abstract class ValueDecoder<T> : ValueDecoder
{
    private static ValueDecoder<T>? instance;

    public static ValueDecoder<T> Instance => instance ??= (ValueDecoder<T>)For(typeof(T));

    /// <summary>The value of bytes that are not null.</summary>
    /// <exception cref="InvalidCastException">The CQL type is not read as this CLR type.</exception>
    /// <exception cref="DriverInternalError">The bytes are no value of the CQL type.</exception>
    public abstract T Decode(CqlType type, ReadOnlySpan<byte> bytes);

    /// <summary>Whether bytes that are there mean no value all the same.</summary>
    public virtual bool IsEmpty(ReadOnlySpan<byte> bytes) => false;

    /// <summary>The value of the next element with its length, which may be null if the CLR type has a null.</summary>
    public T DecodeElement(CqlType type, ref Wire.FrameReader reader)
    {
        var length = reader.ReadInt32();
        return length < 0 ? NullElement(type) : DecodeElement(type, reader.Take(length));
    }

    /// <summary>The value of an element.</summary>
    public T DecodeElement(CqlType type, ReadOnlySpan<byte> bytes) => IsEmpty(bytes) ? NullElement(type) : Decode(type, bytes);

    public sealed override object? DecodeObject(CqlType type, ReadOnlySpan<byte> bytes) => IsEmpty(bytes) ? null : Decode(type, bytes);

    protected static InvalidCastException Mismatch(CqlType type) => new($"A column of the CQL type {type} cannot be read as {typeof(T)}");

    private static T NullElement(CqlType type) => default(T) is null ? default! : throw new DriverInternalError($"A collection of {type} holds a null, which {typeof(T)} has not");
}
