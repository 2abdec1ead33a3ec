namespace Lakehouse.Delta.DuckDb;

/// <summary>The databases of this library's own short sessions, such as those of checkpoints: opening one costs more than most of them do.</summary>
internal static class SharedDatabases
{
    private static readonly DuckDbDatabases Databases = new();

    /// <summary>A session with the defaults.</summary>
    public static DuckDbOptions Options { get; } = new() { Databases = Databases };

    /// <summary>A session of one thread.</summary>
    public static DuckDbOptions OneThread { get; } = Options with { Threads = 1 };
}
