using Lakehouse.Features.Definitions;

namespace Lakehouse.Testing.Internal;

/// <summary>Event times that meet each other and the edges of windows and grid, on both sides of 1970.</summary>
internal sealed class NastyTimes(Random random, EntityViewDefinition view)
{
    private static readonly long[] Nudges = [0, 0, 0, 1, -1, 2];

    private readonly long[] lengths = Lengths(view);
    private readonly long[] anchors = [.. Enumerable.Range(0, 12).Select(_ => Anchor(random, view))];

    /// <param name="progress">0 to 1: later batches lean to later times, and some rows are late.</param>
    internal long Next(double progress)
    {
        var isLate = random.Next(10) == 0;
        var reach = isLate ? anchors.Length : Math.Max(1, (int)(anchors.Length * Math.Min(1, progress + 0.4)));
        var ordered = anchors.Order().ToArray();
        return ordered[random.Next(reach)] + lengths[random.Next(lengths.Length)] * random.Next(2) + Nudges[random.Next(Nudges.Length)];
    }

    private static long Anchor(Random random, EntityViewDefinition view)
    {
        var longest = Lengths(view).Max();
        var anchor = random.NextInt64(-3 * longest, 3 * longest);
        var grid = (view as WindowViewDefinition)?.EveryMicros ?? 1_000_000;
        return random.Next(2) == 0 ? anchor - anchor % grid : anchor;
    }

    private static long[] Lengths(EntityViewDefinition view) =>
        view is WindowViewDefinition window ? [.. window.Windows.Select(w => w.LengthMicros ?? 3_600_000_000), window.EveryMicros ?? 1] : [3_600_000_000, 1];
}
