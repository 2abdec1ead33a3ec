using System.Buffers;
using System.Text;
using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Pipelines.Internal.Training.Export;

/// <summary>CSV by RFC 4180 with a header, lines ended by LF.</summary>
/// <remarks>
/// NULL is an empty field and the empty text is <c>""</c>. Numbers are the shortest text that reads back to the same bits, a decimal has all its digits, a timestamp is
/// <c>…ffffffZ</c>, binary is base64, a list is <c>[1.5,null]</c>.
/// </remarks>
internal static class CsvExport
{
    private const int FlushBytes = 1 << 18;
    private static readonly SearchValues<byte> Special = SearchValues.Create(",\"\r\n"u8);

    public static void Write(DuckDbSession session, string from, IReadOnlyList<ExportColumn> columns, string file, CancellationToken ct)
    {
        using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1);
        var text = new ArrayBufferWriter<byte>(2 * FlushBytes);
        for (var i = 0; i < columns.Count; i++)
        {
            if (i > 0) text.Write(","u8);
            WriteField(text, Encoding.UTF8.GetBytes(columns[i].Name));
        }

        text.Write("\n"u8);
        session.Stream(ExportColumn.Query(columns, from), chunk =>
        {
            for (var row = 0; row < chunk.Rows; row++)
            {
                for (var i = 0; i < columns.Count; i++)
                {
                    if (i > 0) text.Write(","u8);
                    if (chunk.IsValid(i, row)) WriteValue(text, columns[i], chunk, i, row);
                }

                text.Write("\n"u8);
            }

            if (text.WrittenCount >= FlushBytes) Flush();
        }, ct);
        Flush();
        stream.Flush(flushToDisk: true);

        void Flush()
        {
            stream.Write(text.WrittenSpan);
            text.ResetWrittenCount();
        }
    }

    private static void WriteValue(ArrayBufferWriter<byte> text, ExportColumn column, DuckDbChunk chunk, int i, int row)
    {
        switch (column.DeltaType)
        {
            case null: WriteField(text, Encoding.UTF8.GetBytes(CsvText.List(chunk.DoubleList(i, row)))); break;
            case "boolean": text.Write(chunk.Bools(i)[row] != 0 ? "true"u8 : "false"u8); break;
            case "byte" or "short" or "integer" or "long": CsvText.Write(text, chunk.Int64s(i)[row]); break;
            case "float": CsvText.Write(text, (float)chunk.Doubles(i)[row]); break;
            case "double": CsvText.Write(text, chunk.Doubles(i)[row]); break;
            case "string": WriteField(text, chunk.Bytes(i, row)); break;
            case "binary": WriteField(text, Encoding.UTF8.GetBytes(Convert.ToBase64String(chunk.Bytes(i, row)))); break;
            case "date": CsvText.WriteDate(text, chunk.Int32s(i)[row]); break;
            case "timestamp": CsvText.WriteTimestamp(text, chunk.Int64s(i)[row], "Z"u8); break;
            case "timestamp_ntz": CsvText.WriteTimestamp(text, chunk.Int64s(i)[row], ""u8); break;
            default: CsvText.WriteDecimal(text, chunk.Int64s(i)[row], column.Decimal!.Value.Scale); break;
        }
    }

    private static void WriteField(ArrayBufferWriter<byte> text, ReadOnlySpan<byte> value)
    {
        if (value.Length > 0 && value.IndexOfAny(Special) < 0)
        {
            text.Write(value);
            return;
        }

        text.Write("\""u8);
        foreach (var part in value)
        {
            if (part == (byte)'"') text.Write("\""u8);
            text.Write([part]);
        }

        text.Write("\""u8);
    }
}
