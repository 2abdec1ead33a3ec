using System.Globalization;
using System.Text;
using Microsoft.Spark.Interop.Ipc;

namespace Microsoft.Spark.Internal;

/// <summary>An answer's payload as a value: type code, then text.</summary>
internal static class WireAnswer
{
    public static object? Decode(ReadOnlySpan<byte> payload, JvmBridge bridge)
    {
        var code = payload.IsEmpty ? 'v' : (char)payload[0];
        if (code is 'n' or 'v') return null;
        if (code == 's') return WireText.Unescape(payload[1..]);
        var text = Encoding.UTF8.GetString(payload[1..]);
        return code switch
        {
            'b' => text == "true",
            'i' => Number(text),
            'L' => long.Parse(text, CultureInfo.InvariantCulture),
            'd' => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
            'D' => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
            'j' => Convert.FromBase64String(text),
            'r' or 'l' or 'a' or 'h' or 'g' or 't' => new JvmObjectReference(text, bridge),
            _ => throw new JvmException($"The gateway's answer has the type code '{code}', which is not known."),
        };
    }

    public static bool IsArray(ReadOnlySpan<byte> payload) => payload.StartsWith("t"u8);

    // Every Java number that the gateway has no code for comes as an integer, whatever its text is.
    private static object Number(string text)
    {
        if (int.TryParse(text, CultureInfo.InvariantCulture, out var small)) return small;
        if (long.TryParse(text, CultureInfo.InvariantCulture, out var large)) return large;
        return decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
    }
}
