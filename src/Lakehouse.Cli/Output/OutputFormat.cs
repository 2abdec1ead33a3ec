namespace Lakehouse.Cli.Output;

/// <summary>How rows are printed.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>One object a line.</summary>
    Json,

    /// <summary>RFC 4180 with a header; NULL is an empty field, empty text is <c>""</c>.</summary>
    Csv,
}
