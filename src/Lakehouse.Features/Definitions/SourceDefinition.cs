using System.Collections.Immutable;

namespace Lakehouse.Features.Definitions;

/// <summary>A raw source: where bronze rows come from and what they look like.</summary>
/// <param name="Name">Snake-case name; bronze is <c>bronze/&lt;name&gt;</c>.</param>
/// <param name="Format">How its files are read.</param>
/// <param name="Columns">The raw record's columns by the record's own names; a source column matches by exact name, else by snake_case ignoring case.</param>
public sealed record SourceDefinition(string Name, SourceFormat Format, ImmutableArray<Field> Columns);

/// <summary>The file formats of a source.</summary>
public enum SourceKind
{
    /// <summary>Parquet files.</summary>
    Parquet,

    /// <summary>Delimited text; bronze keeps every column as text.</summary>
    Csv,

    /// <summary>One JSON object a line; bronze keeps every column as text.</summary>
    JsonLines,

    /// <summary>Somebody's Delta table, read in place by version; it has no bronze.</summary>
    Delta,
}

/// <summary>Format and options of a source.</summary>
/// <param name="Kind">Which format.</param>
public sealed record SourceFormat(SourceKind Kind)
{
    /// <summary>Field delimiter of CSV.</summary>
    /// <value>The default is a comma.</value>
    public char Delimiter { get; init; } = ',';

    /// <summary>Whether the first line of a CSV file names its columns; without it columns match by position.</summary>
    /// <value>The default is true.</value>
    public bool Header { get; init; } = true;

    /// <summary>Quote character of CSV, doubled inside a quoted field.</summary>
    /// <value>The default is a double quote.</value>
    public char Quote { get; init; } = '"';

    /// <summary>Unquoted CSV text that means NULL.</summary>
    /// <value>The default is the empty text.</value>
    public string NullText { get; init; } = "";

    /// <summary>IANA zone of timestamps written without one in CSV and JSON, or null: such a timestamp is then rejected.</summary>
    public string? Zone { get; init; }

    /// <summary>Path of the Delta table, absolute or relative to the lake's root; only for <see cref="SourceKind.Delta"/>.</summary>
    public string? Path { get; init; }

    /// <summary>True for formats whose bronze holds text only.</summary>
    public bool IsText => Kind is SourceKind.Csv or SourceKind.JsonLines;
}
