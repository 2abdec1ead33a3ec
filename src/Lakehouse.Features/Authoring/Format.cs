using Lakehouse.Features.Definitions;

namespace Lakehouse.Features;

/// <summary>The formats of a source.</summary>
public static class Format
{
    /// <summary>Parquet files.</summary>
    public static SourceFormat Parquet => new(SourceKind.Parquet);

    /// <summary>Delimited text.</summary>
    /// <param name="delimiter">Field delimiter.</param>
    /// <param name="header">Whether the first line names the columns; without it they match by position.</param>
    /// <param name="quote">Quote character, doubled inside a quoted field.</param>
    /// <param name="nullText">Unquoted text that means NULL.</param>
    /// <param name="zone">IANA zone of timestamps without one, or null: they are then rejected.</param>
    public static SourceFormat Csv(char delimiter = ',', bool header = true, char quote = '"', string nullText = "", string? zone = null) =>
        new(SourceKind.Csv) { Delimiter = delimiter, Header = header, Quote = quote, NullText = nullText, Zone = zone };

    /// <summary>One JSON object a line.</summary>
    /// <param name="zone">IANA zone of timestamps without one, or null: they are then rejected.</param>
    public static SourceFormat JsonLines(string? zone = null) => new(SourceKind.JsonLines) { Zone = zone };

    /// <summary>An existing Delta table, read in place by version.</summary>
    /// <param name="path">Absolute, or relative to the lake's root.</param>
    public static SourceFormat Delta(string path) => new(SourceKind.Delta) { Path = path };
}
