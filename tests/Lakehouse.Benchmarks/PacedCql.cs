using System.Diagnostics;

namespace Lakehouse.Benchmarks;

/// <summary><see cref="BareCql"/> at a fixed rate: groups of requests that are sent together, each group at its time.</summary>
/// <param name="Each">From the group's time until the answer to a request of it.</param>
/// <param name="Whole">From the group's time until the answers to all of it.</param>
/// <param name="Lateness">How late the sender itself was.</param>
internal sealed record PacedCql(Latencies Each, Latencies Whole, Latencies Lateness)
{
    /// <summary>Sends so many groups and waits for all answers.</summary>
    public static async Task<PacedCql> RunAsync(BareCql client, byte[] frame, BareCql.Fill fill, int groups, int together, double groupsPerSecond, CancellationToken ct)
    {
        var answered = new long[groups * together];
        var buffer = new byte[frame.Length * together];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var pacer = new Pacer(groupsPerSecond, groups);
        var receiving = client.ReceiveAsync(answered.Length, number => answered[number] = Stopwatch.GetTimestamp(), stop.Token);
        try
        {
            await pacer.RunAsync(group => client.Send(frame, fill, buffer, (long)group * together, together), stop.Token);
            await receiving;
        }
        catch
        {
            await stop.CancelAsync();
            await receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        return new(
            new(answered.Select((time, number) => pacer.TicksSince(number / together, time))),
            new(answered.Chunk(together).Select((times, group) => pacer.TicksSince(group, times.Max()))),
            pacer.Lateness);
    }
}
