using System.Globalization;

namespace Lakehouse.Cli;

/// <summary>Lengths of time as people write them: a whole number and s, m, h or d.</summary>
internal static class Length
{
    /// <summary>What an instant plus a length can still be told in.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365_000);

    /// <exception cref="UsageException">The text is no length.</exception>
    public static TimeSpan Parse(string text, string what)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) throw Wrong(text, what);
        var unit = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => throw Wrong(text, what),
        };
        return number <= Longest / unit ? number * unit : throw Wrong(text, what);
    }

    private static UsageException Wrong(string text, string what) => new($"{what}: '{text}' is not a length of time; write for example 30m, 1h or 2d.");
}
