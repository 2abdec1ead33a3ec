namespace Lakehouse.Azure.Double;

/// <summary>A fault plan that disturbs writing requests by chance, the same way for the same seed and order of requests.</summary>
/// <param name="seed">The seed.</param>
/// <param name="lostPercent">Of a hundred writes, how many lose their answer.</param>
/// <param name="busyPercent">How many are refused as busy.</param>
/// <param name="errorPercent">How many fail before they are carried out.</param>
public sealed class RandomFaults(int seed, int lostPercent, int busyPercent, int errorPercent)
{
    private readonly Random random = new(seed);
    private readonly Lock gate = new();

    /// <summary>The fault of the next request.</summary>
    public Fault Next(SeenRequest request)
    {
        if (request.Method is "GET" or "HEAD") return default;
        int draw;
        lock (gate) draw = random.Next(100);
        if (draw < lostPercent) return new(FaultKind.LostAnswer);
        if (draw < lostPercent + busyPercent) return new(FaultKind.Busy);
        return draw < lostPercent + busyPercent + errorPercent ? new(FaultKind.Error) : default;
    }
}
