using System.Globalization;

namespace Lakehouse.Serving.Internal.Guards;

/// <summary>The header grpc-timeout: one to eight digits and a unit (gRPC over HTTP/2, §Requests).</summary>
internal static class GrpcTimeout
{
    private const int MostDigits = 8;

    /// <summary>False for what is no timeout; what does not fit a <see cref="TimeSpan"/> is the longest one.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan timeout)
    {
        timeout = TimeSpan.Zero;
        if (text.Length is < 2 or > MostDigits + 1 || !long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
        timeout = text[^1] switch
        {
            'H' => TimeSpan.FromHours(number),
            'M' => TimeSpan.FromMinutes(number),
            'S' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMilliseconds(number),
            'u' => TimeSpan.FromMicroseconds(number),
            'n' => TimeSpan.FromTicks((number + 99) / 100),
            _ => TimeSpan.MinValue,
        };
        return timeout >= TimeSpan.Zero;
    }

    /// <summary>The header of a timeout of whole milliseconds.</summary>
    public static string Format(TimeSpan timeout) => timeout.TotalMilliseconds < 99_999_999
        ? FormattableString.Invariant($"{(long)timeout.TotalMilliseconds}m")
        : FormattableString.Invariant($"{(long)Math.Min(timeout.TotalSeconds, 99_999_999)}S");
}
