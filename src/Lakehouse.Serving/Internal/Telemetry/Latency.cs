namespace Lakehouse.Serving.Internal.Telemetry;

/// <summary>A histogram of times, with buckets from 50 µs to 10 s.</summary>
internal sealed class Latency
{
    /// <summary>Upper bounds of the buckets in seconds; a last one without bound follows.</summary>
    public static readonly double[] Bounds =
    [
        50e-6, 100e-6, 150e-6, 200e-6, 300e-6, 500e-6, 750e-6, 1e-3, 1.5e-3, 2e-3, 3e-3, 5e-3, 7.5e-3, 10e-3, 20e-3, 50e-3, 100e-3, 200e-3, 500e-3, 1, 2, 5, 10,
    ];

    private readonly long frequency;
    private readonly long[] limits;
    private readonly Stripes counts = new(Bounds.Length + 2);

    /// <param name="frequency">Ticks a second of the times recorded.</param>
    public Latency(long frequency) => (this.frequency, limits) = (frequency, Array.ConvertAll(Bounds, bound => (long)(bound * frequency)));

    public void Record(long ticks)
    {
        var bucket = 0;
        while (bucket < limits.Length && ticks > limits[bucket]) bucket++;
        counts.Add(bucket, 1);
        counts.Add(limits.Length + 1, ticks);
    }

    /// <summary>What was recorded, the counts of buckets not added up.</summary>
    public HistogramSample Read(params LabelSet labels)
    {
        var buckets = new long[Bounds.Length + 1];
        for (var i = 0; i < buckets.Length; i++) buckets[i] = counts.Sum(i);
        return new(labels, buckets, counts.Sum(limits.Length + 1) / (double)frequency);
    }
}
