using System.Text;

namespace Lakehouse.Cli;

/// <summary>Where a command writes: data to <paramref name="Out"/>, everything else to <paramref name="Error"/>.</summary>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="Width">Columns of the terminal behind <paramref name="Out"/>; null when it is a file or a pipe.</param>
/// <param name="ErrorIsInteractive">True when a person watches <paramref name="Error"/>.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, int? Width, bool ErrorIsInteractive)
{
    /// <summary>The process's own streams: UTF-8, LF.</summary>
    public static Terminal ForProcess() => new(
        Writer(Console.OpenStandardOutput()),
        Writer(Console.OpenStandardError()),
        Console.IsOutputRedirected ? null : Math.Max(Console.WindowWidth, 40),
        !Console.IsErrorRedirected);

    private static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true, NewLine = "\n" };
}
