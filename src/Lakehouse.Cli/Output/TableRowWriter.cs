using Spectre.Console;

namespace Lakehouse.Cli.Output;

/// <summary>A table for people; never wrapped when it goes to a file or a pipe.</summary>
internal sealed class TableRowWriter : RowWriter
{
    private const int Unbounded = 1 << 16;
    private readonly Terminal terminal;
    private readonly IReadOnlyList<OutputColumn> columns;
    private readonly Table table = new() { Border = TableBorder.Minimal, Expand = false };

    public TableRowWriter(Terminal terminal, IReadOnlyList<OutputColumn> columns)
    {
        this.terminal = terminal;
        this.columns = columns;
        foreach (var column in columns)
        {
            var header = new TableColumn(new Text(column.Name)) { NoWrap = terminal.Width is null };
            table.AddColumn(column.IsNumber ? header.RightAligned() : header);
        }
    }

    public override void Write(IReadOnlyList<object?> row) => table.AddRow(columns.Select((c, i) => new Text(CellText.Of(c.Type, row[i]) ?? "∅")));

    public override ValueTask CompleteAsync()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal.Width is null ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = terminal.Width is null ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(terminal.Out),
        });
        console.Profile.Width = terminal.Width ?? Unbounded;
        console.Profile.Capabilities.Unicode = true;
        console.Write(table);
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
