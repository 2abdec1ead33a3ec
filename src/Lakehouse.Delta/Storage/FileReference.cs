namespace Lakehouse.Delta.Storage;

/// <summary>A file that never changes under its name.</summary>
/// <param name="Path">Relative to the root, or absolute.</param>
/// <param name="Size">Bytes by the log; null when the log does not say, and a remote store is then asked.</param>
/// <param name="ModificationTimeMillis">
/// Modification time by the log, in milliseconds since the epoch; with the size it tells the file from one of a former table at the same place.
/// </param>
internal readonly record struct FileReference(string Path, long? Size = null, long? ModificationTimeMillis = null)
{
    /// <summary>The reference of a data file.</summary>
    public static FileReference To(DataFile file) => new(file.Key.Path, file.Size, file.ModificationTimeMillis);
}
