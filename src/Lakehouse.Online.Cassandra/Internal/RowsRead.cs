namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>What a read of one generation gave.</summary>
/// <param name="Rows">One per key; null where none is in force.</param>
/// <param name="Until">valid_from of each key's next row; null where that was not asked for.</param>
/// <param name="Failures">Keys that failed by themselves.</param>
/// <param name="Error">To be thrown unless another generation is in force by now.</param>
internal readonly record struct RowsRead(OnlineRow?[] Rows, long[]? Until, IReadOnlyList<KeyFailure> Failures, OnlineStoreException? Error)
{
    public static RowsRead Of(OnlineRow? row) => new([row], Until: null, [], Error: null);

    public static RowsRead Damaged(OnlineStoreException error) => new(new OnlineRow?[1], Until: null, [new(0, error)], Error: null);

    public static RowsRead Failed(OnlineStoreException error) => new([], Until: null, [], error);
}
