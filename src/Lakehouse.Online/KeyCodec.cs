using System.Collections.Immutable;
using System.Text;
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
    public byte[] Encode(ReadOnlySpan<Value> key)
    {
        if (key.Length != fields.Length) throw new OnlineStoreException($"A key of {view.Id} has {fields.Length} columns, not {key.Length}.");
        var bytes = ByteWriter.Emptied();
        for (var i = 0; i < fields.Length; i++)
        {
            if (key[i].IsNull) throw new OnlineStoreException($"Key column {fields[i].Name} of {view.Id} is NULL; such an event belongs to no key.");
            if (fields[i].Type.Kind == TypeKind.String) Text(bytes, key[i].AsString, fields[i]);
            else bytes.Ordered64(key[i].AsInt64);
        }

        return bytes.Written.ToArray();
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
