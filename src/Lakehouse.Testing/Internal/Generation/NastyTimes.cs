using Lakehouse.Features.Definitions;

namespace Lakehouse.Testing.Internal.Generation;

/// <summary>Event times that meet each other and the edges of windows and grid, on both sides of 1970 and at the ends of the calendar.</summary>
internal sealed class NastyTimes
{
    private const int Anchors = 12;
    private const long Day = 86_400_000_000;
    private static readonly long[] Nudges = [0, 0, 0, 1, -1, 2];

    private readonly Random random;
    private readonly long[] lengths;
    private readonly long[] anchors;

    internal NastyTimes(Random random, EntityViewDefinition view)
    {
        this.random = random;
        lengths = Lengths(view);
        anchors = [.. Enumerable.Range(0, Anchors).Select(_ => Anchor(view)).Order()];
    }

    /// <summary>0001-01-01.</summary>
    private static long First { get; } = (DateTime.MinValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The end of the calendar less the longest window that an author may write.</summary>
    private static long Last { get; } = (new DateTime(9989, 12, 23) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <param name="progress">0 to 1: later batches lean to later times, and some rows are late.</param>
    internal long Next(double progress)
    {
        var isLate = random.Next(10) == 0;
        var reach = isLate ? anchors.Length : Math.Max(1, (int)(anchors.Length * Math.Min(1, progress + 0.4)));
        var time = anchors[random.Next(reach)] + lengths[random.Next(lengths.Length)] * random.Next(2) + Nudges[random.Next(Nudges.Length)];
        return Math.Clamp(time, First, Last);
    }

    private long Anchor(EntityViewDefinition view)
    {
        if (random.Next(60) == 0) return random.Next(2) == 0 ? First : Last;
        var anchor = random.NextInt64(-3, 4) * lengths[random.Next(lengths.Length)] + random.NextInt64(-3, 4) * lengths[random.Next(lengths.Length)];
        var grid = (view as WindowViewDefinition)?.EveryMicros ?? 1_000_000;
        return random.Next(3) switch
        {
            0 => anchor,
            1 => anchor - anchor % grid,
            _ => anchor - anchor % Day + random.NextInt64(Day),
        };
    }

    private static long[] Lengths(EntityViewDefinition view) =>
        view is WindowViewDefinition window ? [.. window.Windows.Select(w => w.LengthMicros ?? 3_600_000_000), window.EveryMicros ?? 1] : [3_600_000_000, 1];
}
