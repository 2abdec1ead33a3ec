namespace Lakehouse.Delta.Storage.Cache;

/// <summary>The copies that this process reads now, each by one hard link however many readers it has.</summary>
internal sealed class HeldFiles(CacheDirectory directory, TimeProvider clock)
{
    private readonly Dictionary<string, int> readers = [];
    private readonly Lock gate = new();

    /// <summary>Holds a copy if the cache has a whole one.</summary>
    public bool TryHold(CacheKey key)
    {
        lock (gate)
        {
            if (readers.TryGetValue(key.Name, out var count))
            {
                readers[key.Name] = count + 1;
                return true;
            }

            if (!HardLink.TryCreateFrom(directory.SharedName(key), directory.OwnName(key))) return false;
            if (new FileInfo(directory.OwnName(key)).Length != key.Size)
            {
                // A crash of the machine can leave a name whose bytes never reached the disk.
                File.Delete(directory.OwnName(key));
                File.Delete(directory.SharedName(key));
                return false;
            }

            // The time of the last use, by which eviction goes.
            File.SetLastWriteTimeUtc(directory.OwnName(key), clock.GetUtcNow().UtcDateTime);
            readers[key.Name] = 1;
            return true;
        }
    }

    /// <summary>Takes a complete file into the cache and holds it.</summary>
    public void Adopt(CacheKey key, string complete)
    {
        lock (gate)
        {
            if (readers.TryGetValue(key.Name, out var count))
            {
                readers[key.Name] = count + 1;
                File.Delete(complete);
                return;
            }

            File.Move(complete, directory.OwnName(key), overwrite: true);
            readers[key.Name] = 1;

            // The name may be taken by a process that fetched the same file meanwhile.
            _ = HardLink.TryCreate(directory.OwnName(key), directory.SharedName(key));
        }
    }

    /// <summary>Lets one reader's hold go.</summary>
    public void Release(CacheKey key)
    {
        lock (gate)
        {
            if (readers[key.Name] > 1)
            {
                readers[key.Name]--;
                return;
            }

            readers.Remove(key.Name);
            File.Delete(directory.OwnName(key));
        }
    }
}
