using System.Globalization;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Testing.Internal.Generation;

/// <summary>Lengths of windows, from a microsecond to the longest that an author may write, and grids that divide them.</summary>
internal static class WindowGenerator
{
    private const long Second = 1_000_000;
    private const long Hour = 3_600 * Second;
    private const long Longest = 3660L * 24 * Hour;

    private static readonly long[] Units = [1, 7, 1_000, Second, Second, 90_000_007, 60 * Second, Hour, Hour, 24 * Hour];

    /// <summary>Some lengths that have a common divisor other than their unit, and lifetime.</summary>
    internal static IReadOnlyList<WindowDefinition> Palette(Random random)
    {
        var unit = Units[random.Next(Units.Length)];
        var factors = new long[] { 1, 2, 3, 6, 12, 30, 24 * 7, 24 * 30 }.OrderBy(_ => random.Next()).Take(4).ToList();
        var odd = unit * factors[0] + 1 + random.NextInt64(unit);
        var lengths = factors.Select(f => f * unit).Append(odd).Append(random.Next(6) == 0 ? Longest : odd + 1);
        return [.. lengths.Where(l => l <= Longest).Distinct().Select(l => Of(l)), Of(null)];
    }

    /// <summary>One to four of the lengths in any order; with a grid only those that it divides.</summary>
    internal static (IReadOnlyList<WindowDefinition> Windows, long? Grid) Choose(Random random, IReadOnlyList<WindowDefinition> palette)
    {
        var chosen = palette.OrderBy(_ => random.Next()).Take(random.Next(1, 5)).ToList();
        if (random.Next(3) > 0 || chosen.Find(w => w.LengthMicros is not null) is not { LengthMicros: { } first }) return (chosen, null);
        var grid = Divisors(first)[random.Next(Divisors(first).Count)];
        return ([.. chosen.Where(w => w.LengthMicros is not { } length || length % grid == 0)], grid);
    }

    private static List<long> Divisors(long length) => [.. new long[] { 1, 2, 3, 4, 12, 60, length }.Where(d => length % d == 0).Select(d => length / d)];

    private static WindowDefinition Of(long? micros) => new(micros is { } length ? length.ToString(CultureInfo.InvariantCulture) + "us" : "lifetime", micros);
}
