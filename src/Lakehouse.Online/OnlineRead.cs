namespace Lakehouse.Online;

/// <summary>Rows read under one marker.</summary>
/// <param name="Marker">The marker; null before the first sync.</param>
/// <param name="Rows">One per key, in order; null where no row is in force.</param>
public sealed record OnlineRead(OnlineMarker? Marker, IReadOnlyList<OnlineRow?> Rows)
{
    /// <summary>In <see cref="Until"/>: the key has no later row under the marker.</summary>
    public const long NoLaterRow = long.MaxValue;

    /// <summary>In <see cref="Until"/>: it is not known up to when the row holds.</summary>
    public const long NotTold = long.MinValue;

    /// <summary>One per key, in order: valid_from of the key's next row after the instant in microseconds, <see cref="NoLaterRow"/> or <see cref="NotTold"/>; under the marker no other row of the key is in force before it.</summary>
    /// <value>The default is null: not told of any key.</value>
    public IReadOnlyList<long>? Until { get; init; }
}
