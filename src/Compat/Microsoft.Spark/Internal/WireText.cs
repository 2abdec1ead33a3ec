using System.Text;

namespace Microsoft.Spark.Internal;

/// <summary>Py4J's escapes: a value is one line, so backslash, line feed and carriage return are written as two characters.</summary>
internal static class WireText
{
    public static string Escape(string text) =>
        text.AsSpan().IndexOfAny('\\', '\n', '\r') < 0 ? text : text.Replace("\\", "\\\\").Replace("\n", "\\n").Replace("\r", "\\r");

    public static string Unescape(ReadOnlySpan<byte> line) => line.Contains((byte)'\\') ? Encoding.UTF8.GetString(UnescapeBytes(line)) : Encoding.UTF8.GetString(line);

    public static byte[] UnescapeBytes(ReadOnlySpan<byte> line)
    {
        var text = new byte[line.Length];
        var length = 0;
        while (line.IndexOf((byte)'\\') is var at and >= 0 && at + 1 < line.Length)
        {
            line[..at].CopyTo(text.AsSpan(length));
            length += at;
            text[length++] = line[at + 1] switch { (byte)'n' => (byte)'\n', (byte)'r' => (byte)'\r', var other => other };
            line = line[(at + 2)..];
        }
        line.CopyTo(text.AsSpan(length));
        Array.Resize(ref text, length + line.Length);
        return text;
    }
}
