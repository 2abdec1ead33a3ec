using System.Buffers.Binary;
using System.Diagnostics;
using Google.Protobuf;
using Lakehouse.Client;
using Lakehouse.Serving.V1;

namespace Lakehouse.Benchmarks;

/// <summary>Lookups in the set of <see cref="CustomerViews"/>: two views of 25 doubles, by the client of the platform and by <see cref="BareGrpc"/>.</summary>
/// <param name="keys">Number of keys in the store.</param>
/// <param name="batch">Keys of one lookup.</param>
internal sealed class CustomerLookups(int keys, int batch = 1)
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
        try
        {
            await pacer.RunAsync(number => clients[number % clients.Length].Send(stop.Token), stop.Token);
            await receiving;
        }
        catch
        {
            await stop.CancelAsync();
            await receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        return (new(answered.Select((time, number) => pacer.TicksSince(number, time))), pacer.Lateness);
    }

    private FeatureQuery Query(long key) => new FeatureQuery($"{CustomerViews.Set}@1").Key("customer", [.. Enumerable.Range(0, batch).Select(i => key + i)]).At(At);

    private (byte[] Message, int KeysAt) Message()
    {
        const long marked = 0x0123_4567_89AB_CDEF;
        var keyColumn = new InputColumn { Name = "customer", Integers = { Enumerable.Repeat(marked, batch) } };
        var message = new GetFeaturesRequest { Set = $"{CustomerViews.Set}@1", Keys = { keyColumn }, At = CustomerRows.CompleteMicros, OmitSchema = true }.ToByteArray();
        var mark = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(mark, marked);
        return (message, message.AsSpan().IndexOf(mark));
    }

    private void Fill(Span<byte> place, long lookup)
    {
        for (var row = 0; row < batch; row++) BinaryPrimitives.WriteInt64LittleEndian(place[(row * sizeof(long))..], Key(lookup) + row);
    }
}
