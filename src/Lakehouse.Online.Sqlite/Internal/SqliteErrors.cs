using Microsoft.Data.Sqlite;

namespace Lakehouse.Online.Sqlite.Internal;

/// <summary>What the house says for SQLite's result codes.</summary>
internal static class SqliteErrors
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpenFile = 14;
    private const int NotADatabase = 26;

    public static OnlineStoreException From(SqliteException error, string path, string doing)
    {
        var (why, transient) = error.SqliteErrorCode switch
        {
            Busy or Locked => ("another process has been writing for too long; try again, or stop the other writer", true),
            ReadOnly => ("the file or its directory may not be written; change its permissions", false),
            Corrupt or NotADatabase => ("the file is not an online store, or it is damaged; move it away and sync again, everything in it comes from gold", false),
            Full => ("the disk is full; free space and sync again, nothing of this write is kept", false),
            CannotOpenFile => ("the file cannot be opened; check that its directory exists and may be written", false),
            _ => ($"SQLite answers '{error.Message}' ({error.SqliteExtendedErrorCode})", false),
        };
        return new($"Cannot {doing}: online store {path}: {why}.", error) { IsTransient = transient };
    }

    public static OnlineStoreException CannotOpen(string path, Exception error) =>
        new($"Cannot open the online store {path}: its directory cannot be made ({error.Message}); choose another place or change permissions.", error);

    public static OnlineStoreException OtherFormat(string path, long have, int want) =>
        new($"The online store {path} is of format {have}; this software reads format {want}. Use newer software, or move the file away and sync again.");

    public static OnlineStoreException OtherSchema(string path, string view, string have, string want) =>
        new($"The online store {path} holds {view} with another meaning: {have} there, {want} here. Register the changed view under a new version.");

    public static OnlineStoreException OtherMeaning(string path, string view, string have, string want) =>
        new($"The online store {path} holds {view} with another meaning: definition {have} there, {want} here. Register the changed view under a new version.");
}
