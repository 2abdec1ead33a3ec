namespace Lakehouse.Serving.Internal.Audit;

/// <summary>Events that wait to be written, in chunks that are used again: adding copies a struct under a lock and allocates nothing.</summary>
internal sealed class AuditBuffer
{
    private const int ChunkRows = 1_024;
    private const int MostSpare = 16;
    private readonly Lock gate = new();
    private readonly Queue<AuditEvent[]> full = new();
    private readonly Stack<AuditEvent[]> spare = new();
    private AuditEvent[] filling = new AuditEvent[ChunkRows];
    private int filled;
    private volatile int count;

    public int Count => count;

    /// <summary>Adds an event.</summary>
    /// <returns>How many wait now.</returns>
    public int Add(in AuditEvent added)
    {
        lock (gate)
        {
            filling[filled++] = added;
            if (filled == ChunkRows)
            {
                full.Enqueue(filling);
                filling = spare.TryPop(out var used) ? used : new AuditEvent[ChunkRows];
                filled = 0;
            }

            return ++count;
        }
    }

    /// <summary>Moves waiting events into a list, oldest first, up to so many.</summary>
    public void Take(List<AuditEvent> into, int most)
    {
        lock (gate)
        {
            while (into.Count + ChunkRows <= most && full.TryDequeue(out var chunk))
            {
                into.AddRange(chunk);
                count -= ChunkRows;
                Array.Clear(chunk);
                if (spare.Count < MostSpare) spare.Push(chunk);
            }

            if (full.Count > 0 || into.Count + filled > most) return;
            into.AddRange(filling.AsSpan(0, filled));
            count -= filled;
            Array.Clear(filling, 0, filled);
            filled = 0;
        }
    }
}
