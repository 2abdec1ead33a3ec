namespace Lakehouse.Engine.Spark.Views;

/// <summary>What a caller knows of a view's input; none of it changes a value.</summary>
internal sealed record ViewSqlOptions
{
    /// <summary>How many events there are and how large their numbers: where sums are certain to fit 64 bits they cost about half.</summary>
    public ViewBounds Bounds { get; init; } = ViewBounds.None;

    /// <summary>
    /// Cuts keys of window views in chunks of so much time, each a task of its own, for about one and a half times the work: for a key that holds much more than its share of the
    /// events. In microseconds; null for whole keys.
    /// </summary>
    public long? ChunkMicros { get; init; }
}
