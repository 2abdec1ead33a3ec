using System.Text;

namespace Lakehouse.Delta.Internal.Scanning.Footers;

/// <summary>Whether old values of a file may be in the hybrid Julian calendar of Spark before 3.0, where they mean other days.</summary>
/// <remarks>
/// Spark's own rules: files that say so, files of versions before 3.0 (INT96: before 3.1), and Spark's files without a version, for which it cannot be known.
/// Dates differ before 1582-10-15; timestamps before 1900, as zones' local mean times were rounded.
/// </remarks>
/// <param name="Dates">Dates and 64-bit timestamps may be.</param>
/// <param name="Int96">INT96 timestamps may be.</param>
internal readonly record struct FileCalendar(bool Dates, bool Int96)
{
    private const int ValueStart = 2;
    private static readonly Version HybridDatesBefore = new(3, 0);
    private static readonly Version HybridInt96Before = new(3, 1);

    /// <summary>Reads a footer's bytes: its key-value metadata stands there as text, and may name a key twice, which dictionaries refuse.</summary>
    public static FileCalendar Of(ReadOnlySpan<byte> footer)
    {
        var version = Version(footer);
        var unknown = version is null && footer.IndexOf("org.apache.spark.sql.parquet.row.metadata"u8) >= 0;
        return new(
            unknown || IsBefore(version, HybridDatesBefore) || footer.IndexOf("org.apache.spark.legacyDateTime"u8) >= 0,
            unknown || IsBefore(version, HybridInt96Before) || footer.IndexOf("org.apache.spark.legacyINT96"u8) >= 0);
    }

    /// <summary>The value follows its key behind a field header and a length, a byte each (Thrift compact protocol).</summary>
    private static Version? Version(ReadOnlySpan<byte> footer)
    {
        var at = footer.IndexOf("org.apache.spark.version"u8);
        if (at < 0) return null;
        var value = footer[(at + "org.apache.spark.version".Length)..];
        return value.Length > ValueStart && value.Length >= ValueStart + value[1] ? MajorMinor(Encoding.ASCII.GetString(value.Slice(ValueStart, value[1]))) : null;
    }

    private static bool IsBefore(Version? version, Version other) => version is not null && version < other;

    private static Version? MajorMinor(string text) =>
        text.Split('.') is [var major, var minor, ..] && int.TryParse(major, out var first) && int.TryParse(minor, out var second) ? new Version(first, second) : null;
}
