using Lakehouse.Features.Definitions;

namespace Lakehouse.Pipelines.Internal.Ingest;

/// <summary>Delimited text in UTF-8.</summary>
internal sealed class CsvFile : ITextFile
{
    private readonly SourceFile file;
    private readonly SourceFormat format;

    /// <exception cref="JobException">The header line is missing or broken.</exception>
    public CsvFile(SourceFile file, SourceDefinition source)
    {
        this.file = file;
        format = source.Format;
        Columns = format.Header ? ReadHeader() : [.. source.Columns.Select(c => c.Name)];
    }

    public IReadOnlyList<string> Columns { get; }

    public IEnumerable<TextRow> Read()
    {
        using var reader = new StreamReader(file.FullPath, SourceFile.StrictUtf8);
        var records = Records(reader);
        if (format.Header) records.TryRead(expectedFields: null, out _);
        var values = new string?[Columns.Count];
        while (records.TryRead(Columns.Count, out var whole))
        {
            if (!whole)
            {
                yield return TextRow.Broken(records.Raw);
                continue;
            }

            for (var i = 0; i < values.Length; i++) values[i] = records.Fields[i] is { Quoted: false } f && f.Text == format.NullText ? null : records.Fields[i].Text;
            yield return new TextRow(values, Corrupt: null);
        }
    }

    private IReadOnlyList<string> ReadHeader()
    {
        using var reader = new StreamReader(file.FullPath, SourceFile.StrictUtf8);
        var records = Records(reader);
        if (!records.TryRead(expectedFields: null, out var whole))
            throw new JobException(1, $"{file.RelativePath} is empty: it lacks the line that names its columns. Nothing of it was ingested.");
        return whole
            ? [.. records.Fields.Select(f => f.Text)]
            : throw new JobException(1, $"{file.RelativePath}: the line that names the columns has a broken quote. Correct it, or declare the source without a header.");
    }

    private CsvRecords Records(StreamReader reader) => new(reader, format.Delimiter, format.Quote);
}
