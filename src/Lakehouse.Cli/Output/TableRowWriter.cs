using Spectre.Console;

namespace Lakehouse.Cli.Output;

/// <summary>A table for people; never wrapped when it goes to a file or a pipe. Where columns would become too narrow to read, each row is a block of names and values.</summary>
internal sealed class TableRowWriter(Terminal terminal, IReadOnlyList<OutputColumn> columns) : RowWriter
{
    private const int Unbounded = 1 << 16;
    private const int ReadableWidth = 12;
    private const int SeparatorWidth = 3;
    private readonly List<string[]> rows = [];

    public override void Write(IReadOnlyList<object?> row) => rows.Add([.. columns.Select((c, i) => CellText.Of(c.Type, row[i]) ?? "∅")]);

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
        foreach (var table in TooNarrow() ? Blocks() : [Grid()]) console.Write(table);
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private bool TooNarrow()
    {
        if (terminal.Width is not { } width || rows.Count == 0) return false;
        var natural = columns.Select((c, i) => Math.Max(c.Name.Length, rows.Max(r => r[i].Length)) + SeparatorWidth).Sum();
        return natural > width && columns.Count * (ReadableWidth + SeparatorWidth) > width;
    }

    private Table Grid()
    {
        var table = Empty();
        foreach (var column in columns)
        {
            var header = new TableColumn(new Text(column.Name)) { NoWrap = terminal.Width is null };
            table.AddColumn(column.IsNumber ? header.RightAligned() : header);
        }

        foreach (var row in rows) table.AddRow(row.Select(cell => new Text(cell)));
        return table;
    }

    private IEnumerable<Table> Blocks()
    {
        for (var i = 0; i < rows.Count; i++)
        {
            var block = Empty();
            block.AddColumn(new TableColumn(new Text($"row {i + 1}")) { NoWrap = true });
            block.AddColumn(new TableColumn(new Text("")));
            for (var c = 0; c < columns.Count; c++) block.AddRow(new Text(columns[c].Name), new Text(rows[i][c]));
            yield return block;
        }
    }

    private static Table Empty() => new() { Border = TableBorder.Minimal, Expand = false };
}
