namespace Lakehouse.Cli.Output;

/// <summary>Prints rows of typed columns once all are there: a failed read prints none.</summary>
internal abstract class RowWriter : IAsyncDisposable
{
    public static RowWriter Create(OutputFormat format, Terminal terminal, IReadOnlyList<OutputColumn> columns) => format switch
    {
        OutputFormat.Json => new JsonRowWriter(terminal.Out, columns),
        OutputFormat.Csv => new CsvRowWriter(terminal.Out, columns),
        _ => new TableRowWriter(terminal, columns),
    };

    /// <summary>Adds a row: one value per column, as a scan gives it; null for NULL.</summary>
    public abstract void Write(IReadOnlyList<object?> row);

    /// <summary>Prints what was added.</summary>
    public abstract ValueTask CompleteAsync();

    public abstract ValueTask DisposeAsync();
}
