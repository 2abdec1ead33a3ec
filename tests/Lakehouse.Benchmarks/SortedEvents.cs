using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Features;

namespace Lakehouse.Benchmarks;

/// <summary>Events in arrays, by key, time and id: where the bare loop and the product both start.</summary>
internal sealed class SortedEvents
{
    private const int Time = 1;
    private const int Delay = 2;

    private static readonly Field[] KeyFields = [new("airport", DataType.String, Nullable: false)];

    private readonly List<byte[]> keys = [];
    private readonly List<CurrentKey> named = [];
    private readonly List<int> starts = [];
    private long[] times = [];
    private long[] delays = [];
    private int count;

    /// <summary>The keys in order.</summary>
    public IReadOnlyList<byte[]> Keys => keys;

    public int LongestKey => Enumerable.Range(0, keys.Count).Max(k => Times(k).Length);

    /// <summary>Reads a query of (key, microseconds, delay), sorted.</summary>
    public static SortedEvents Read(DuckDbSession session, string query)
    {
        var events = new SortedEvents();
        session.Stream(query, events.Append);
        return events;
    }

    public ReadOnlySpan<long> Times(int key) => times.AsSpan(Range(key).From..Range(key).To);

    public ReadOnlySpan<long> Delays(int key) => delays.AsSpan(Range(key).From..Range(key).To);

    /// <summary>A key as the product names it.</summary>
    public CurrentKey Named(int key) => named[key];

    public override string ToString() => $"{count:N0} events of {keys.Count:N0} keys, the longest with {LongestKey:N0}";

    private (int From, int To) Range(int key) => (starts[key], key + 1 < starts.Count ? starts[key + 1] : count);

    private void Append(DuckDbChunk chunk)
    {
        if (count + chunk.Rows > times.Length)
        {
            Array.Resize(ref times, Math.Max(count + chunk.Rows, times.Length * 2));
            Array.Resize(ref delays, times.Length);
        }

        chunk.Int64s(Time).CopyTo(times.AsSpan(count));
        chunk.Int64s(Delay).CopyTo(delays.AsSpan(count));
        for (var row = 0; row < chunk.Rows; row++)
        {
            var key = chunk.Bytes(0, row);
            if (keys is [.., var last] && key.SequenceEqual(last)) continue;
            keys.Add(key.ToArray());
            named.Add(new CurrentKey(KeyFields));
            named[^1].Take(chunk, row);
            starts.Add(count + row);
        }

        count += chunk.Rows;
    }
}
