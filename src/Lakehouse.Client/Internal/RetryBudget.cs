namespace Lakehouse.Client.Internal;

/// <summary>How many calls may be repeated: a failed attempt takes a token, an answer gives a tenth of one back; nothing is repeated while half of them are gone.</summary>
/// <param name="failures">Failed attempts in a row after which there are no repetitions.</param>
internal sealed class RetryBudget(int failures)
{
    private const int Token = 10;
    private readonly int most = 2 * failures * Token;
    private int tokens = 2 * failures * Token;

    /// <summary>Counts an answer.</summary>
    public void Succeeded()
    {
        var now = Volatile.Read(ref tokens);
        if (now < most) Interlocked.CompareExchange(ref tokens, now + 1, now);
    }

    /// <summary>Counts a failed attempt; true where another one may follow it.</summary>
    public bool MayRepeat()
    {
        var left = Interlocked.Add(ref tokens, -Token);
        if (left < 0) Interlocked.CompareExchange(ref tokens, 0, left);
        return left > most / 2;
    }
}
