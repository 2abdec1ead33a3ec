using System.Globalization;
using Lakehouse.Features;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Engine;

/// <summary>A part of all keys, the same on every machine and engine: those whose hash lies in a range (semantics §5, randomness).</summary>
/// <remarks>
/// The hash is the first 13 hex digits of md5(utf8(seed + ":" + parts joined by "|")): a text as it is, all else as the whole number that stands for it (0 and 1, days, microseconds,
/// unscaled digits). Hex digits sort as numbers do, so engines compare texts.
/// </remarks>
public sealed record KeySlice
{
    private const int Digits = 13;
    private const long Hashes = 1L << 52;

    private KeySlice(string seed, long from, long until) => (Seed, From, Until) = (seed, from, until);

    /// <summary>What the hash is seeded with.</summary>
    public string Seed { get; }

    /// <summary>The first hash that is in, as it is compared.</summary>
    public string FromText => Text(From);

    /// <summary>The first hash after the slice, as it is compared; null where the slice goes to the end.</summary>
    public string? UntilText => Until == Hashes ? null : Text(Until);

    private long From { get; }

    private long Until { get; }

    /// <summary>One of <paramref name="count"/> slices that together are all keys.</summary>
    /// <param name="number">1 to <paramref name="count"/>.</param>
    /// <param name="count">How many there are.</param>
    public static KeySlice Shard(int number, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, count);
        return new("shard", Bound(number - 1), Bound(number));
        long Bound(int at) => (long)((Int128)at * Hashes / count);
    }

    /// <summary>A sample of the keys; another seed gives another sample.</summary>
    /// <param name="share">How many of the keys, above 0 and at most 1.</param>
    /// <param name="seed">The seed.</param>
    public static KeySlice Sample(double share, string seed)
    {
        if (share is not (> 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "A share lies above 0 and at most at 1.");
        return new(seed, 0, (long)(share * Hashes));
    }

    /// <summary>True when the key is in the slice.</summary>
    /// <param name="key">One value per key column, none NULL.</param>
    /// <param name="types">Their types.</param>
    public bool Contains(ReadOnlySpan<Value> key, IReadOnlyList<DataType> types)
    {
        var parts = new string[key.Length];
        for (var i = 0; i < parts.Length; i++) parts[i] = types[i].Kind == TypeKind.String ? key[i].AsString : key[i].AsInt64.ToString(CultureInfo.InvariantCulture);
        var hash = FeatureHash.Of(Seed, string.Join('|', parts));
        return hash >= From && hash < Until;
    }

    private static string Text(long hash) => hash.ToString("x", CultureInfo.InvariantCulture).PadLeft(Digits, '0');
}
