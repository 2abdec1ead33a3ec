namespace Lakehouse.Online;

/// <summary>What is to stand at one (key, valid_from).</summary>
/// <param name="Seen">The row that stands there, and is wrong; null where none does.</param>
/// <param name="Wanted">The row that belongs there; null where none does.</param>
public sealed record OnlineRepair(OnlineRow? Seen, OnlineRow? Wanted);
