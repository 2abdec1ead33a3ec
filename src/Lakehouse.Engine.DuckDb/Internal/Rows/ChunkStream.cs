using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Engine.DuckDb.Internal.Rows;

/// <summary>Rows of a streamed query for a reader that pulls them; only a few chunks are ever in memory.</summary>
internal static class ChunkStream
{
    private const int ChunksAhead = 8;

    /// <summary>The query's rows in order; the session is in use until the enumeration ends.</summary>
    /// <param name="session">Runs the query, on a thread of its own.</param>
    /// <param name="sql">The query.</param>
    /// <param name="read">Takes one row out of a chunk.</param>
    /// <param name="ct">Cancels.</param>
    public static async IAsyncEnumerable<T> ReadAsync<T>(DuckDbSession session, string sql, Func<DuckDbChunk, int, T> read, [EnumeratorCancellation] CancellationToken ct = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var room = new SemaphoreSlim(ChunksAhead);
        var channel = Channel.CreateUnbounded<T[]>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var producer = Task.Run(() => Produce(session, sql, read, channel.Writer, room, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var rows in channel.Reader.ReadAllAsync(ct))
            {
                room.Release();
                foreach (var row in rows) yield return row;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await producer;
        }
    }

    private static void Produce<T>(DuckDbSession session, string sql, Func<DuckDbChunk, int, T> read, ChannelWriter<T[]> writer, SemaphoreSlim room, CancellationToken ct)
    {
        try
        {
            session.Stream(sql, chunk =>
            {
                room.Wait(ct);
                var rows = new T[chunk.Rows];
                for (var row = 0; row < rows.Length; row++) rows[row] = read(chunk, row);
                writer.TryWrite(rows);
            }, ct);
            writer.Complete();
        }
        catch (Exception e)
        {
            // The reader of the channel throws it.
            writer.Complete(e);
        }
    }
}
