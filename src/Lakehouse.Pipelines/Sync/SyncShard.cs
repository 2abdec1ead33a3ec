using System.Globalization;

namespace Lakehouse.Pipelines.Sync;

/// <summary>One of several workers' part of a sync: the keys whose hash falls to it, the same on every machine and engine.</summary>
/// <param name="Number">1 to <paramref name="Count"/>.</param>
/// <param name="Count">How many workers there are, at most <see cref="MaxCount"/>.</param>
public readonly record struct SyncShard(int Number, int Count)
{
    /// <summary>The largest number of shards.</summary>
    public const int MaxCount = 1024;

    /// <summary>Reads <c>i/n</c>; null where the text is none.</summary>
    public static SyncShard? TryParse(string text)
    {
        var parts = text.Split('/');
        return parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && number >= 1 && number <= count && count <= MaxCount
                ? new(number, count)
                : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");
}
