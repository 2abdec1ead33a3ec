namespace Lakehouse.Features;

/// <summary>Stateless transforms for mappings, views, request-time features and sets; they stand only inside definitions and are never run (docs/transforms.md).</summary>
public static class FeatureTransforms
{
    /// <summary>The value, or a constant where it is NULL.</summary>
    public static T FillNull<T>(this T? value, T constant)
        where T : struct => throw OnlyInDefinitions();

    /// <summary>The text, or a constant where it is NULL.</summary>
    public static string FillNull(this string? value, string constant) => throw OnlyInDefinitions();

    /// <summary>1 where the value is NULL, else 0.</summary>
    public static long IsMissing<T>(this T value) => throw OnlyInDefinitions();

    /// <summary>The value moved into <paramref name="low"/> to <paramref name="high"/>; NULL stays NULL.</summary>
    public static long Clip(this long value, long low, long high) => throw OnlyInDefinitions();

    /// <inheritdoc cref="Clip(long, long, long)"/>
    public static long? Clip(this long? value, long low, long high) => throw OnlyInDefinitions();

    /// <inheritdoc cref="Clip(long, long, long)"/>
    public static double Clip(this double value, double low, double high) => throw OnlyInDefinitions();

    /// <inheritdoc cref="Clip(long, long, long)"/>
    public static double? Clip(this double? value, double low, double high) => throw OnlyInDefinitions();

    /// <inheritdoc cref="Clip(long, long, long)"/>
    public static decimal Clip(this decimal value, decimal low, decimal high) => throw OnlyInDefinitions();

    /// <inheritdoc cref="Clip(long, long, long)"/>
    public static decimal? Clip(this decimal? value, decimal low, decimal high) => throw OnlyInDefinitions();

    /// <summary>The number of boundaries at or below the value: a boundary belongs to the bucket above it. Boundaries ascend; NULL gives NULL.</summary>
    public static long Bucket(this long value, params long[] boundaries) => throw OnlyInDefinitions();

    /// <inheritdoc cref="Bucket(long, long[])"/>
    public static long? Bucket(this long? value, params long[] boundaries) => throw OnlyInDefinitions();

    /// <inheritdoc cref="Bucket(long, long[])"/>
    public static long Bucket(this double value, params double[] boundaries) => throw OnlyInDefinitions();

    /// <inheritdoc cref="Bucket(long, long[])"/>
    public static long? Bucket(this double? value, params double[] boundaries) => throw OnlyInDefinitions();

    /// <inheritdoc cref="Bucket(long, long[])"/>
    public static long Bucket(this decimal value, params decimal[] boundaries) => throw OnlyInDefinitions();

    /// <inheritdoc cref="Bucket(long, long[])"/>
    public static long? Bucket(this decimal? value, params decimal[] boundaries) => throw OnlyInDefinitions();

    /// <summary>Place of a text in a listed vocabulary, from 0; the vocabulary's length for any other text; NULL for NULL.</summary>
    public static long? VocabularyIndex(this string? text, params string[] vocabulary) => throw OnlyInDefinitions();

    /// <summary>One slot for each listed text and a last one for any other: 1 in the slot of the text, 0 elsewhere; all 0 for NULL.</summary>
    public static double[] OneHot(this string? text, params string[] vocabulary) => throw OnlyInDefinitions();

    /// <summary>1 or −1 by a text's hash: multiplied with a value it makes collisions of hash buckets cancel on average. NULL for NULL.</summary>
    public static long? HashSign(this string? text, string seed) => throw OnlyInDefinitions();

    /// <summary>Counts of the text's character n-grams by hash bucket (semantics §5); NULL for NULL, all 0 for a text shorter than n.</summary>
    /// <param name="text">The text, by code points.</param>
    /// <param name="length">n, at least 1.</param>
    /// <param name="buckets">Number of buckets, 1 to 65,536.</param>
    /// <param name="seed">Seed of the hash.</param>
    public static double[] NgramBuckets(this string? text, int length, int buckets, string seed) => throw OnlyInDefinitions();

    /// <summary>1 on Saturday and Sunday in UTC, else 0.</summary>
    public static long IsWeekend(this DateTimeOffset instant) => throw OnlyInDefinitions();

    /// <summary>1 on Saturday and Sunday, else 0.</summary>
    public static long IsWeekend(this DateOnly date) => throw OnlyInDefinitions();

    /// <summary>Hours since Monday 00:00 UTC: 0 to 167.</summary>
    public static long HourOfWeek(this DateTimeOffset instant) => throw OnlyInDefinitions();

    /// <summary>sin(2π · value / period), for request-time features and transforms of sets.</summary>
    public static double CyclicSin(this long value, double period) => throw OnlyInDefinitions();

    /// <inheritdoc cref="CyclicSin(long, double)"/>
    public static double? CyclicSin(this double? value, double period) => throw OnlyInDefinitions();

    /// <summary>cos(2π · value / period), for request-time features and transforms of sets.</summary>
    public static double CyclicCos(this long value, double period) => throw OnlyInDefinitions();

    /// <inheritdoc cref="CyclicCos(long, double)"/>
    public static double? CyclicCos(this double? value, double period) => throw OnlyInDefinitions();

    /// <summary>Great-circle distance in metres on a sphere of 6,371,008.8 m, for request-time features and transforms of sets; NULL for a latitude beyond ±90.</summary>
    public static double? HaversineMetres(double? latitude1, double? longitude1, double? latitude2, double? longitude2) => throw OnlyInDefinitions();

    /// <summary>Number of the cell that a place lies in, of a grid with <paramref name="cellsPerDegree"/> rows and columns a degree; NULL outside ±90 and ±180 degrees.</summary>
    /// <param name="latitude">Degrees north.</param>
    /// <param name="longitude">Degrees east; 180 is the same meridian as −180.</param>
    /// <param name="cellsPerDegree">1 to 10,000.</param>
    public static long? GridCell(double? latitude, double? longitude, int cellsPerDegree) => throw OnlyInDefinitions();

    private static InvalidOperationException OnlyInDefinitions() => new("This method stands only inside a definition, which is compiled and never run as C#.");
}
