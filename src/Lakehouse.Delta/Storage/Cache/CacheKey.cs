using System.Security.Cryptography;
using System.Text;

namespace Lakehouse.Delta.Storage.Cache;

/// <summary>The name of a copy: other content of the same file has another name.</summary>
/// <param name="Name">A file name.</param>
/// <param name="Size">Bytes that the copy must have.</param>
internal readonly record struct CacheKey(string Name, long Size)
{
    /// <summary>The key of a file's content.</summary>
    /// <param name="store">The store's root, without secrets.</param>
    /// <param name="path">The file's path.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="mark">What tells it from other content of that size: the modification time in the log, or the store's tag.</param>
    public static CacheKey Of(string store, string path, long size, string mark)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{store}\n{path}\n{size}\n{mark}"));
        return new(Convert.ToHexStringLower(digest), size);
    }
}
