namespace Lakehouse.Online;

/// <summary>Rows read under one marker.</summary>
/// <param name="Marker">The marker; null before the first sync.</param>
/// <param name="Rows">One per key, in order; null where no row is in force.</param>
public sealed record OnlineRead(OnlineMarker? Marker, IReadOnlyList<OnlineRow?> Rows);
