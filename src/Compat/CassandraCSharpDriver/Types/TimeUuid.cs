using System.Buffers.Binary;

namespace Cassandra;

/// <summary>A UUID of version 1, which holds the time it was made.</summary>
public readonly struct TimeUuid : IEquatable<TimeUuid>, IComparable<TimeUuid>
{
    /// <summary>The start of the Gregorian calendar, from which version 1 counts ticks of 100 ns.</summary>
    private static readonly DateTimeOffset Start = new(1582, 10, 15, 0, 0, 0, TimeSpan.Zero);

    private readonly Guid value;

    private TimeUuid(Guid value) => this.value = value;

    /// <summary>The UUID as a Guid with the same text.</summary>
    public static implicit operator Guid(TimeUuid value) => value.value;

    /// <summary>A Guid that holds a UUID of version 1.</summary>
    public static implicit operator TimeUuid(Guid value) => new(value);

    /// <summary>Whether both are the same UUID.</summary>
    public static bool operator ==(TimeUuid a, TimeUuid b) => a.Equals(b);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(TimeUuid a, TimeUuid b) => !a.Equals(b);

    /// <summary>The UUID of a text.</summary>
    public static TimeUuid Parse(string input) => new(Guid.Parse(input));

    /// <summary>A new UUID of a time, with a random node and clock sequence.</summary>
    public static TimeUuid NewId(DateTimeOffset date)
    {
        var ticks = (date - Start).Ticks;
        Span<byte> bytes = stackalloc byte[16];
        System.Security.Cryptography.RandomNumberGenerator.Fill(bytes[8..]);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)ticks);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[4..], (ushort)(ticks >> 32));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x1000 | ((ticks >> 48) & 0x0FFF)));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new TimeUuid(new Guid(bytes, bigEndian: true));
    }

    /// <summary>The time that it holds.</summary>
    public DateTimeOffset GetDate()
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        var high = (long)(BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) & 0x0FFF);
        return Start.AddTicks((high << 48) | ((long)BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]) << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes));
    }

    /// <summary>The UUID as a Guid with the same text.</summary>
    public Guid ToGuid() => value;

    /// <inheritdoc/>
    public int CompareTo(TimeUuid other) => GetDate().CompareTo(other.GetDate()) is var order and not 0 ? order : value.CompareTo(other.value);

    /// <inheritdoc/>
    public bool Equals(TimeUuid other) => value == other.value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TimeUuid other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => value.GetHashCode();

    /// <summary>The UUID's text.</summary>
    public override string ToString() => value.ToString();
}
