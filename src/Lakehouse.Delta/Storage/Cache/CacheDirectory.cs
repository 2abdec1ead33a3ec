namespace Lakehouse.Delta.Storage.Cache;

/// <summary>A cache directory as one process sees it: the names that all share, and a directory of its own.</summary>
/// <remarks>
/// A process's own directory holds the names by which it reads copies, and files that are not complete. Its lock file is held open, locked, while the process lives; a
/// directory whose lock can be taken is what a process left behind, and is cleared away.
/// </remarks>
internal sealed class CacheDirectory : IDisposable
{
    private const string LockName = "lock";
    private static readonly TimeSpan LocklessAge = TimeSpan.FromHours(1);

    private readonly string owners;
    private readonly string own;
    private readonly TimeProvider clock;
    private readonly FileStream ownLock;

    public CacheDirectory(string root, TimeProvider clock)
    {
        this.clock = clock;
        Root = root;
        Shared = Path.Combine(root, "files");
        owners = Path.Combine(root, "owners");
        own = Path.Combine(owners, Guid.NewGuid().ToString("N"));
        Create(Shared);
        Create(own);
        ownLock = new FileStream(Path.Combine(own, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        ClearEnded();
    }

    /// <summary>The directory.</summary>
    public string Root { get; }

    /// <summary>Where complete copies lie.</summary>
    public string Shared { get; }

    /// <summary>The name by which everyone finds a copy.</summary>
    public string SharedName(CacheKey key) => Path.Combine(Shared, key.Name);

    /// <summary>The name by which this process reads a copy.</summary>
    public string OwnName(CacheKey key) => Path.Combine(own, key.Name);

    /// <summary>A name for a file that is not complete.</summary>
    public string NewPartial() => Path.Combine(own, $"partial-{Guid.NewGuid():N}");

    /// <summary>Names that some process holds.</summary>
    public HashSet<string> HeldNames() =>
        [.. Directory.EnumerateDirectories(owners).SelectMany(Files).Select(f => f.Name).Where(n => n != LockName)];

    /// <summary>A lock that one process at a time can have; null while another has it.</summary>
    public FileStream? TryLock() => TryOpen(Path.Combine(owners, LockName), FileMode.OpenOrCreate);

    /// <summary>Removes what ended processes left behind.</summary>
    public void ClearEnded()
    {
        foreach (var directory in Directory.EnumerateDirectories(owners))
        {
            if (directory == own) continue;
            var name = Path.Combine(directory, LockName);
            if (!File.Exists(name) && clock.GetUtcNow().UtcDateTime - Directory.GetLastWriteTimeUtc(directory) < LocklessAge) continue;
            using var ended = TryOpen(name, FileMode.OpenOrCreate);
            if (ended is not null) DeleteQuietly(directory);
        }
    }

    public void Dispose()
    {
        ownLock.Dispose();
        DeleteQuietly(own);
    }

    private static IEnumerable<FileInfo> Files(string directory)
    {
        try
        {
            return new DirectoryInfo(directory).GetFiles();
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static FileStream? TryOpen(string file, FileMode mode)
    {
        try
        {
            return new FileStream(file, mode, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Only the user may read copies of tables.</summary>
    private static void Create(string directory)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
        else Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static void DeleteQuietly(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another process clears it too, or will.
        }
    }
}
