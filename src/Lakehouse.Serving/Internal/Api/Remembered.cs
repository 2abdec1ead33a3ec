namespace Lakehouse.Serving.Internal;

/// <summary>A value that is read at most once a second, whoever asks.</summary>
internal sealed class Remembered<T>(TimeProvider clock, Func<CancellationToken, Task<T>> read) : IDisposable
    where T : class
{
    private static readonly TimeSpan For = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim reading = new(1, 1);
    private Known? known;

    public async ValueTask<T> GetAsync(CancellationToken ct)
    {
        if (IsFresh(known)) return known!.Value;
        await reading.WaitAsync(ct);
        try
        {
            if (!IsFresh(known)) known = new(await read(ct), clock.GetTimestamp());
            return known!.Value;
        }
        finally
        {
            reading.Release();
        }
    }

    public void Dispose() => reading.Dispose();

    private bool IsFresh(Known? value) => value is not null && clock.GetElapsedTime(value.At) < For;

    private sealed record Known(T Value, long At);
}
