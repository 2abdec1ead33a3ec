using Lakehouse.Delta.Internal.Log;
using Lakehouse.Delta.Storage;

namespace Lakehouse.Delta.Internal.Maintenance;

/// <summary>The time that the store gives to files, with which alone their ages can be told.</summary>
internal static class StoreClock
{
    /// <summary>The store's time now, in milliseconds since the epoch: that of a file which lives for a moment and which readers of logs ignore.</summary>
    public static async Task<long> NowMillisAsync(IStorage storage, CancellationToken ct)
    {
        var name = $".clock-{Guid.NewGuid():N}.tmp";
        var path = $"{LogFile.Directory}/{name}";
        try
        {
            await storage.PutAsync(path, "\n"u8.ToArray(), ct);
            var listed = await storage.ListAsync(LogFile.Directory, name, ct);
            return listed.First(f => f.Name == name).ModificationTimeMillis;
        }
        finally
        {
            await storage.DiscardAsync(path);
        }
    }
}
