using System.Text;
using Lakehouse.Delta;
using Lakehouse.Delta.Writing;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Pipelines.Internal.Ingest;

/// <summary>A CSV or JSON lines file: every column as text, and what could not be parsed in <c>_corrupt_record</c>.</summary>
internal sealed class TextSource : ISourceReader
{
    private const int ProgressRows = 100_000;
    private readonly SourceFile file;
    private readonly ITextFile text;
    private readonly Action<long> progress;
    private byte[] scratch = new byte[1024];

    /// <exception cref="JobException">Two columns have one name, or one of bronze's own.</exception>
    public TextSource(SourceFile file, ITextFile text, Action<long> progress)
    {
        this.file = file;
        this.text = text;
        this.progress = progress;
        var names = text.Columns.Select(BronzeSchema.LegalName).ToList();
        BronzeSchema.CheckNames(names, file.RelativePath);
        Columns = [.. names.Select(n => new TableColumn(n, new PrimitiveType("string")))];
    }

    public IReadOnlyList<TableColumn> Columns { get; }

    public bool IsText => true;

    public async Task<long> WriteAsync(Transaction transaction, WriterOptions options, CancellationToken ct)
    {
        await using var writer = transaction.OpenWriter(options);
        var cells = transaction.Schema.Columns.Select(Cell).ToArray();
        long row = 0;
        foreach (var item in text.Read())
        {
            for (var i = 0; i < cells.Length; i++)
            {
                if (cells[i](item) is { } value) Append(writer.Columns[i], value);
                else if (transaction.Schema.Columns[i].Name == ContractDefinition.SourceRowColumn) writer.Columns[i].AppendInt64(row);
                else writer.Columns[i].AppendNull();
            }

            writer.EndRow();
            if (++row % ProgressRows == 0)
            {
                ct.ThrowIfCancellationRequested();
                progress(row);
            }
        }

        await writer.CloseAsync(ct);
        return row;
    }

    private Func<TextRow, string?> Cell(TableColumn column)
    {
        if (column.Name == ContractDefinition.SourceFileColumn) return _ => file.RelativePath;
        if (column.Name == ContractDefinition.CorruptRecordColumn) return r => r.Corrupt;
        var index = Columns.ToList().FindIndex(c => string.Equals(c.Name, column.Name, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? _ => null : r => r.Corrupt is null ? r.Fields[index] : null;
    }

    private void Append(ColumnBuffer column, string value)
    {
        var size = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (scratch.Length < size) scratch = new byte[size];
        column.AppendBytes(scratch.AsSpan(0, Encoding.UTF8.GetBytes(value, scratch)));
    }
}
