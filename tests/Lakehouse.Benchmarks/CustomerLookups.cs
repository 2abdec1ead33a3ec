using System.Buffers.Binary;
using System.Diagnostics;
using Google.Protobuf;
using Lakehouse.Client;
using Lakehouse.Serving.V1;

namespace Lakehouse.Benchmarks;

/// <summary>Lookups in the set of <see cref="CustomerViews"/>: two views of 25 doubles, by the client of the platform and by <see cref="BareGrpc"/>.</summary>
/// <param name="keys">Number of keys in the store.</param>
/// <param name="batch">Keys of one lookup.</param>
/// <param name="isNow">Whether lookups are as of now instead of the instant at which the first generation is complete.</param>
internal sealed class CustomerLookups(int keys, int batch = 1, bool isNow = false)
{
    public const int Features = 25;
    private const string Path = "/lakehouse.serving.v1.FeatureService/GetFeatures";
    private const int CheckedKeys = 200;
    private const long KeyStride = 7_368_787;
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch.AddMicroseconds(CustomerRows.CompleteMicros);

    public static string[] Views { get; } = ["customer_state", "customer_means"];

    /// <summary>The first key of a lookup; the others follow it.</summary>
    public long Key(long lookup) => lookup * KeyStride % (keys - batch + 1);

    /// <summary>A lookup by the platform's client.</summary>
    public async Task RunAsync(FeatureClient client, long lookup, CancellationToken ct)
    {
        var columns = (await client.GetFeaturesAsync(Query(Key(lookup)), ct)).Response.Features;
        if (columns.Count != Views.Length * Features || columns[0].Status[0] != (byte)FeatureStatus.Present || columns[^1].Status[^1] != (byte)FeatureStatus.Present)
            throw new InvalidOperationException("A lookup did not find its rows.");
    }

    /// <summary>Throws unless the service answers as gold has it.</summary>
    public async Task CheckAsync(FeatureClient client, CancellationToken ct)
    {
        for (var lookup = 0; lookup < CheckedKeys; lookup++)
        {
            var answer = await client.GetFeaturesAsync(Query(Key(lookup)), ct);
            foreach (var name in Views.SelectMany(v => Enumerable.Range(0, Features).Select(i => (Name: $"{v}.f{i}", Feature: i))))
            {
                for (var row = 0; row < batch; row++)
                {
                    if (answer.Rows[row][name.Name].Value is not double value || value != CustomerRows.Value(Key(lookup) + row, name.Feature))
                        throw new InvalidOperationException($"{name.Name} of key {Key(lookup) + row} is not as gold has it.");
                }
            }
        }
    }

    /// <summary>Connections that send lookups without decoding the answers; connection i of n sends the lookups i, i + n, and so on.</summary>
    public Task<BareGrpc[]> ConnectAsync(Uri server, int connections, CancellationToken ct) => ConnectAsync(server, connections, authorization: null, ct);

    /// <summary>The same with the header <c>authorization</c>.</summary>
    public async Task<BareGrpc[]> ConnectAsync(Uri server, int connections, string? authorization, CancellationToken ct)
    {
        var (message, keysAt) = Message();
        return await Task.WhenAll(Enumerable.Range(0, connections).Select(i =>
            BareGrpc.ConnectAsync(server, Path, message, (bytes, number) => Fill(bytes[keysAt..], (number * connections) + i), authorization, ct)));
    }

    /// <summary>The path of the call.</summary>
    public static string CallPath => Path;

    /// <summary>The body of one lookup, as it goes over HTTP/2.</summary>
    public byte[] Body(long lookup)
    {
        var (message, keysAt) = Message();
        Fill(message.AsSpan(keysAt), lookup);
        var body = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(1), message.Length);
        message.CopyTo(body, 5);
        return body;
    }

    /// <summary>Sends at a fixed rate on all connections in turn.</summary>
    /// <returns>Times from when a lookup was to be sent until its answer, and how late the sender was.</returns>
    public static async Task<(Latencies Times, Latencies Lateness)> PaceAsync(BareGrpc[] clients, int lookups, double perSecond, CancellationToken ct)
    {
        lookups -= lookups % clients.Length;
        var answered = new long[lookups];
        var pacer = new Pacer(perSecond, lookups);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var receiving = Task.WhenAll(clients.Select((client, i) =>
        {
            var before = client.Sent;
            return client.ReceiveAsync(lookups / clients.Length, number => answered[((number - before) * clients.Length) + i] = Stopwatch.GetTimestamp(), stop.Token);
        }));
        var sending = pacer.RunAsync(number => clients[number % clients.Length].Send(stop.Token), stop.Token);
        try
        {
            // Who waits for answers ends first only where there are none any more.
            await await Task.WhenAny(sending, receiving);
            await Task.WhenAll(sending, receiving);
        }
        catch
        {
            await stop.CancelAsync();
            await Task.WhenAll(sending, receiving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        var times = answered.Select((time, number) => pacer.TicksSince(number, time)).ToArray();
        if (RuntimeEvents.AreWanted) TellSlow(pacer, times);
        return (new(times), pacer.Lateness);
    }

    /// <summary>Tells the stretches of calls that took more than two milliseconds.</summary>
    private static void TellSlow(Pacer pacer, long[] times)
    {
        var slow = 2 * Stopwatch.Frequency / 1_000;
        var (now, utc) = (Stopwatch.GetTimestamp(), TimeProvider.System.GetUtcNow());
        for (var from = 0; from < times.Length; from++)
        {
            if (times[from] < slow) continue;
            var to = from;
            while (to + 1 < times.Length && times[to + 1] >= slow) to++;
            var ago = TimeSpan.FromSeconds(pacer.TicksSince(from, now) / (double)Stopwatch.Frequency);
            RuntimeEvents.Tell(utc - ago, FormattableString.Invariant($"{to - from + 1} calls slow, up to {new Latencies(times[from..(to + 1)]).Milliseconds(1):F1} ms"));
            from = to;
        }
    }

    /// <summary>The numbers of the generations that lookups as of now answer for the first keys.</summary>
    public async Task<int[]> GenerationsAsync(FeatureClient client, CancellationToken ct)
    {
        var answer = await client.GetFeaturesAsync(Query(0), ct);
        return [.. Enumerable.Range(0, batch).Select(key => answer.Rows[key][$"{Views[^1]}.f0"].Value is double value ? (int)Math.Round(value - CustomerRows.Value(key, 0)) : -1)];
    }

    private FeatureQuery Query(long key)
    {
        var query = new FeatureQuery($"{CustomerViews.Set}@1").Key("customer", [.. Enumerable.Range(0, batch).Select(i => key + i)]);
        return isNow ? query : query.At(At);
    }

    private (byte[] Message, int KeysAt) Message()
    {
        const long marked = 0x0123_4567_89AB_CDEF;
        var keyColumn = new InputColumn { Name = "customer", Integers = { Enumerable.Repeat(marked, batch) } };
        var request = new GetFeaturesRequest { Set = $"{CustomerViews.Set}@1", Keys = { keyColumn }, OmitSchema = true };
        if (!isNow) request.At = CustomerRows.CompleteMicros;
        var message = request.ToByteArray();
        var mark = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(mark, marked);
        return (message, message.AsSpan().IndexOf(mark));
    }

    private void Fill(Span<byte> place, long lookup)
    {
        for (var row = 0; row < batch; row++) BinaryPrimitives.WriteInt64LittleEndian(place[(row * sizeof(long))..], Key(lookup) + row);
    }
}
