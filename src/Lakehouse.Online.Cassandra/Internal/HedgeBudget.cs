namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>How many reads may be sent a second time: each read adds its share of a token, each second request takes one.</summary>
/// <param name="share">Second requests for each read, from 0 to 1.</param>
internal sealed class HedgeBudget(double share)
{
    /// <summary>Tokens are counted in millionths, so that they can be added without a lock.</summary>
    private const long Token = 1_000_000;
    private const long MostSaved = 50 * Token;
    private readonly long perRead = (long)(share * Token);
    private long tokens = share > 0 ? Token : 0;
    private long sent;

    /// <summary>Second requests sent so far.</summary>
    public long Sent => Interlocked.Read(ref sent);

    /// <summary>True while there is a token.</summary>
    public bool HasToken => Interlocked.Read(ref tokens) >= Token;

    public void CountRead()
    {
        if (Interlocked.Add(ref tokens, perRead) > MostSaved) Interlocked.Add(ref tokens, -perRead);
    }

    /// <summary>Takes a token for a request that was sent, and goes into debt where there is none.</summary>
    public void Spend()
    {
        Interlocked.Add(ref tokens, -Token);
        Interlocked.Increment(ref sent);
    }
}
