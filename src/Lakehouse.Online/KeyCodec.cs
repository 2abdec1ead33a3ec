using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online.Internal;

namespace Lakehouse.Online;

/// <summary>An entity's key as bytes: different typed tuples give different bytes, and bytes sort as the tuples do (text by UTF-8).</summary>
/// <remarks>Integers, decimals, times, dates and bools take eight bytes, big-endian, sign bit flipped; text ends in 0 0, and a 0 inside it is written as 0 255.</remarks>
public sealed class KeyCodec
{
    private readonly EntityViewDefinition view;
    private readonly ImmutableArray<Field> fields;

    /// <summary>The codec of a view's entity.</summary>
    /// <param name="view">The view.</param>
    /// <exception cref="OnlineStoreException">A key column has a type that keys may not have.</exception>
    public KeyCodec(EntityViewDefinition view)
    {
        this.view = view;
        fields = view.Entity.Keys;
        if (fields.FirstOrDefault(f => !f.Type.IsKey) is { } wrong)
            throw new OnlineStoreException($"Key column {wrong.Name} of {view.Id} is {wrong.Type}; a key cannot be of that type.");
    }

    /// <summary>The bytes of a key.</summary>
    /// <param name="key">One value per key column, none NULL.</param>
    /// <exception cref="OnlineStoreException">Wrong number of columns, a NULL, or text that is not valid Unicode.</exception>
    public byte[] Encode(ReadOnlySpan<Value> key) => EncodeForNow(key).ToArray();

    /// <summary>The same bytes, until the thread encodes something else.</summary>
    internal ReadOnlySpan<byte> EncodeForNow(ReadOnlySpan<Value> key)
    {
        if (key.Length != fields.Length) throw new OnlineStoreException($"A key of {view.Id} has {fields.Length} columns, not {key.Length}.");
        var bytes = ByteWriter.Emptied();
        for (var i = 0; i < fields.Length; i++)
        {
            if (key[i].IsNull) throw new OnlineStoreException($"Key column {fields[i].Name} of {view.Id} is NULL; such an event belongs to no key.");
            if (fields[i].Type.Kind == TypeKind.String) Text(bytes, key[i].AsString, fields[i]);
            else bytes.Ordered64(key[i].AsInt64);
        }

        return bytes.Written;
    }

    /// <summary>Writes a key column of any type but text.</summary>
    /// <param name="place">At least eight bytes.</param>
    /// <param name="value">The value's 64 bits.</param>
    /// <returns>The number of bytes written.</returns>
    public static int Write(Span<byte> place, long value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(place, (ulong)value ^ (1UL << 63));
        return sizeof(long);
    }

    /// <summary>Writes a key column of text that is plain: valid, without a 0, and not too long for the place.</summary>
    /// <param name="place">Where to.</param>
    /// <param name="utf8">The text.</param>
    /// <returns>The number of bytes written; 0 for any other text, which <see cref="Encode"/> takes.</returns>
    public static int WritePlain(Span<byte> place, ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length + 2 > place.Length || utf8.Contains((byte)0) || !Utf8.IsValid(utf8)) return 0;
        utf8.CopyTo(place);
        place[utf8.Length] = 0;
        place[utf8.Length + 1] = 0;
        return utf8.Length + 2;
    }

    /// <summary>The key of bytes that <see cref="Encode"/> gave.</summary>
    /// <exception cref="OnlineStoreException">The bytes are no key of this entity.</exception>
    public Value[] Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        var key = new Value[fields.Length];
        try
        {
            for (var i = 0; i < key.Length; i++)
            {
                key[i] = fields[i].Type.Kind == TypeKind.String ? Value.String(reader.OrderedText()) : Value.Int64(reader.Ordered64());
            }
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or DecoderFallbackException)
        {
            throw new OnlineStoreException($"A key of {view.Id} in the online store is damaged; remove the store and sync again.", e);
        }

        return reader.AtEnd ? key : throw new OnlineStoreException($"A key of {view.Id} in the online store is longer than its columns; remove the store and sync again.");
    }

    private void Text(ByteWriter bytes, string text, Field field)
    {
        try
        {
            bytes.OrderedText(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new OnlineStoreException($"Key column {field.Name} of {view.Id} holds text that is not valid Unicode.", e);
        }
    }
}
