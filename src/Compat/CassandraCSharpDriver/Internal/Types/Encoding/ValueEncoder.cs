using Cassandra.Internal.Wire;

namespace Cassandra.Internal.Types;

/// <summary>Writes values of CLR types as the CQL types that the server expects.</summary>
internal static class ValueEncoder
{
    /// <summary>Writes a value with its length, null, or not set; a null <paramref name="type"/> is guessed from the value.</summary>
    /// <exception cref="InvalidTypeException">The value's CLR type does not fit.</exception>
    public static void WriteValue(FrameWriter writer, object? value, CqlType? type)
    {
        switch (value)
        {
            case null:
                writer.WriteNull();
                break;
            case Unset:
                writer.WriteNotSet();
                break;
            default:
                var start = writer.BeginBytes();
                Write(writer, value, type ?? GuessOf(value));
                writer.EndBytes(start);
                break;
        }
    }

    /// <summary>The bytes of a value, as a routing key holds them; null for null and for a value that is not set.</summary>
    /// <exception cref="InvalidTypeException">The value's CLR type does not fit.</exception>
    public static byte[]? Encode(object? value, CqlType? type)
    {
        if (value is null or Unset) return null;
        if (value is byte[] blob && type is null or { Code: ColumnTypeCode.Blob }) return (byte[])value;
        var writer = new FrameWriter(ProtocolVersions.V4);
        Write(writer, value, type ?? GuessOf(value));
        return writer.Written.ToArray();
    }

    /// <summary>Refuses a value that its marker cannot take, before anything is sent.</summary>
    /// <exception cref="InvalidTypeException">The value's CLR type does not fit.</exception>
    public static InvalidTypeException Mismatch(object value, CqlType type) => new($"A value of the CLR type {value.GetType()} cannot be sent as the CQL type {type}");

    /// <summary>Writes the bytes of a value.</summary>
    internal static void Write(FrameWriter writer, object value, CqlType type)
    {
        if (type.Arguments.Length > 0) CollectionEncoder.Write(writer, value, type);
        else ScalarEncoder.Write(writer, value, type);
    }

    private static CqlType GuessOf(object value) =>
        value is System.Collections.IEnumerable vector && value.GetType() is { IsGenericType: true } clr && clr.GetGenericTypeDefinition() == typeof(CqlVector<>)
            ? CqlType.VectorOf(ClrTypes.GuessOf(clr.GetGenericArguments()[0]), Math.Max(1, vector.Cast<object>().Count()))
            : ClrTypes.GuessOf(value.GetType());
}
