using System.Text;

namespace Lakehouse.Cli.Output;

/// <summary>RFC 4180 with a header line and LF; NULL is an empty field, empty text is quoted.</summary>
internal sealed class CsvRowWriter : RowWriter
{
    private readonly TextWriter target;
    private readonly IReadOnlyList<OutputColumn> columns;
    private readonly SpoolFile spool = new();
    private readonly StreamWriter writer;

    public CsvRowWriter(TextWriter target, IReadOnlyList<OutputColumn> columns)
    {
        this.target = target;
        this.columns = columns;
        writer = new StreamWriter(spool.Stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine(string.Join(',', columns.Select(c => Field(c.Name))));
    }

    public override void Write(IReadOnlyList<object?> row) => writer.WriteLine(string.Join(',', columns.Select((c, i) => Field(CellText.Of(c.Type, row[i])))));

    public override async ValueTask CompleteAsync()
    {
        await writer.FlushAsync();
        await spool.CopyToAsync(target);
    }

    public override async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        await spool.DisposeAsync();
    }

    private static string Field(string? text) => text switch
    {
        null => "",
        "" => "\"\"",
        _ when text.AsSpan().ContainsAny(",\"\r\n") => "\"" + text.Replace("\"", "\"\"") + "\"",
        _ => text,
    };
}
