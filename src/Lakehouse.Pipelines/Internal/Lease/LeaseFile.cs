namespace Lakehouse.Pipelines.Internal.Lease;

/// <summary>Files locked by the operating system: a lock ends with its process, however that ends.</summary>
internal static class LeaseFile
{
    private const int BufferSize = 1;

    /// <summary>The error numbers of a file that somebody has locked: Linux, macOS, Windows.</summary>
    private static readonly int[] Locked = [11, 35, 32, 33];

    /// <summary>A new file that others may read but not take alone; it goes when it is closed.</summary>
    public static FileStream Create(string path) => new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, BufferSize, FileOptions.DeleteOnClose);

    /// <summary>Takes a file alone; null where somebody has it.</summary>
    public static FileStream? TryTake(string path, FileMode mode)
    {
        try
        {
            return new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None, BufferSize);
        }
        catch (IOException e) when (Locked.Contains(e.HResult & 0xFFFF))
        {
            return null;
        }
    }

    /// <summary>True where a living process holds the file; that of a dead one is removed.</summary>
    public static bool IsHeld(string path)
    {
        try
        {
            using var taken = TryTake(path, FileMode.Open);
            if (taken is null) return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }

        File.Delete(path);
        return false;
    }
}
