using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Cassandra;

namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>Reads a whole table, some slices of the token ring at a time; a partition's rows come together.</summary>
/// <remarks>
/// 1. The ring is cut into equal slices; each worker takes the next one and reads it page by page.
/// 2. A page may end within a partition: its last partition is held back until the next page shows that it is whole.
/// 3. Whole partitions go through a bounded channel, so memory is some pages, and a slow reader slows the workers.
/// </remarks>
internal sealed class TokenScan(Requests requests, string doing)
{
    private const int Workers = 4;
    private const int Slices = 64;
    private const int PageRows = 2_000;

    /// <summary>The rows of one partition after another.</summary>
    /// <param name="statement">A select whose first column is the partition key and whose first two markers bound the token.</param>
    /// <param name="rest">The values of its other markers.</param>
    /// <param name="ct">Cancels.</param>
    public async IAsyncEnumerable<List<Row>> ReadAsync(PreparedStatement statement, object[] rest, [EnumeratorCancellation] CancellationToken ct)
    {
        var partitions = Channel.CreateBounded<List<List<Row>>>(Workers);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var next = -1;
        var workers = Enumerable.Range(0, Workers).Select(_ => WorkAsync()).ToList();
        var end = EndAsync();
        try
        {
            await foreach (var page in partitions.Reader.ReadAllAsync(ct))
            {
                foreach (var partition in page) yield return partition;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await end;
        }

        async Task WorkAsync()
        {
            while (Interlocked.Increment(ref next) is var slice && slice < Slices) await ReadSliceAsync(statement, rest, slice, partitions.Writer, stop.Token);
        }

        async Task EndAsync()
        {
            try
            {
                await Task.WhenAll(workers);
                partitions.Writer.Complete();
            }
            catch (Exception e)
            {
                await stop.CancelAsync();
                partitions.Writer.Complete(e);
            }
        }
    }

    /// <summary>Bounds of a slice: tokens greater than the first, up to the second.</summary>
    internal static (long After, long UpTo) Bounds(int slice)
    {
        const ulong Width = ulong.MaxValue / Slices;
        var after = (long)(((ulong)slice * Width) + (1UL << 63));
        var upTo = slice == Slices - 1 ? long.MaxValue : (long)(((ulong)(slice + 1) * Width) + (1UL << 63));
        return (after, upTo);
    }

    private async Task ReadSliceAsync(PreparedStatement statement, object[] rest, int slice, ChannelWriter<List<List<Row>>> partitions, CancellationToken ct)
    {
        var (after, upTo) = Bounds(slice);
        var open = new List<Row>();
        byte[]? openKey = null;
        byte[]? page = null;
        do
        {
            var request = requests.Scan(statement, [after, upTo, .. rest]).SetPageSize(PageRows).SetAutoPage(false);
            if (page is not null) request.SetPagingState(page);
            var rows = await requests.PersistAsync(request, doing, ct);
            page = rows.PagingState;
            var whole = new List<List<Row>>();
            foreach (var row in rows)
            {
                var key = row.GetValue<byte[]>(0);
                if (openKey is not null && !key.AsSpan().SequenceEqual(openKey))
                {
                    whole.Add(open);
                    open = [];
                }

                openKey = key;
                open.Add(row);
            }

            if (whole.Count > 0) await partitions.WriteAsync(whole, ct);
        }
        while (page is not null);

        if (open.Count > 0) await partitions.WriteAsync([open], ct);
    }
}
