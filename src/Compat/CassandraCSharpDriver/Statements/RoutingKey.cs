using Cassandra.Internal.Types;

namespace Cassandra;

/// <summary>The bytes of a partition key, by which a statement finds its replicas.</summary>
public class RoutingKey
{
    /// <summary>A key without bytes.</summary>
    public RoutingKey()
    {
    }

    /// <summary>A key from the encoded value of the one partition key column, or from the composed values of several.</summary>
    public RoutingKey(byte[] rawKey) => RawRoutingKey = rawKey;

    /// <summary>A key without bytes.</summary>
    public static RoutingKey Empty => new();

    /// <summary>The bytes, or null.</summary>
    public byte[]? RawRoutingKey { get; }

    /// <summary>A part of a key from a value, whose CLR type decides its encoding.</summary>
    internal static RoutingKey OfValue(object? value) => ValueEncoder.Encode(value, null) is { } bytes ? new RoutingKey(bytes) : new RoutingKey();

    /// <summary>The key of a partition with several columns: each as two bytes of length, its bytes, and a zero.</summary>
    internal static RoutingKey? Compose(RoutingKey[]? parts)
    {
        if (parts is null || parts.Length == 0 || Array.Exists(parts, part => part?.RawRoutingKey is null))
        {
            return null;
        }

        if (parts.Length == 1)
        {
            return parts[0];
        }

        var composed = new byte[parts.Sum(part => part.RawRoutingKey!.Length + 3)];
        var at = 0;
        foreach (var part in parts)
        {
            var raw = part.RawRoutingKey!;
            composed[at] = (byte)(raw.Length >> 8);
            composed[at + 1] = (byte)raw.Length;
            raw.CopyTo(composed, at + 2);
            at += raw.Length + 3;
        }

        return new RoutingKey(composed);
    }
}
