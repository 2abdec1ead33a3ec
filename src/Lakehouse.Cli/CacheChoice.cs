using System.CommandLine;
using System.Globalization;
using Lakehouse.Online.Cache;

namespace Lakehouse.Cli;

/// <summary>The options of <c>serve</c> about the cache of rows in front of the online store.</summary>
internal static class CacheChoice
{
    private static readonly Option<string?> Bytes = new("--cache-bytes") { Description = "Size of the cache of rows, for example 256MB; 0 is none (default: none)", HelpName = "size" };
    private static readonly Option<string> Staleness = new("--cache-staleness")
    {
        Description = "How much older than the store's an answer of the cache may be, for example 200ms or 2s (default: 500ms)", HelpName = "time", DefaultValueFactory = _ => "500ms",
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Option> Options { get; } = [Bytes, Staleness];

    /// <summary>What they say; null for no cache.</summary>
    /// <exception cref="UsageException">A value is not one, or out of range.</exception>
    public static NearCacheOptions? Read(Invocation call)
    {
        var (bytes, staleness) = (call.Get(Bytes) is { } text ? SizeOf(text) : 0, TimeOf(call.Get(Staleness)!));
        if (bytes is > 0 and < NearCacheOptions.LeastBytes) throw new UsageException($"--cache-bytes: {call.Get(Bytes)} is less than 1MB, which is of no use; 0 is no cache.");
        return bytes == 0 ? null : new() { Bytes = bytes, Staleness = staleness };
    }

    private static long SizeOf(string text)
    {
        var (number, unit) = Split(text);
        long? factor = unit switch { "" => 1, "KB" => 1 << 10, "MB" => 1 << 20, "GB" => 1 << 30, _ => null };
        return number * factor ?? throw new UsageException($"--cache-bytes: '{text}' is not a size; write for example 256MB, or 0 for no cache.");
    }

    private static TimeSpan TimeOf(string text)
    {
        var (number, unit) = Split(text);
        TimeSpan? time = unit switch { "ms" => TimeSpan.FromMilliseconds(1), "s" => TimeSpan.FromSeconds(1), _ => null };
        return number is > 0 && time is { } one ? number.Value * one : throw new UsageException($"--cache-staleness: '{text}' is not a time above zero; write for example 500ms or 2s.");
    }

    private static (int? Number, string Unit) Split(string text)
    {
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : text.Length;
        return int.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (number, text[digits..]) : (null, "");
    }
}
