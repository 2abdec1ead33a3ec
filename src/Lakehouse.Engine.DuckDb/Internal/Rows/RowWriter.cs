using System.Buffers;
using System.Text;
using Lakehouse.Delta.Writing;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Internal.Rows;

/// <summary>Appends values to the column buffers of a data file.</summary>
internal static class RowWriter
{
    private const int StackBytes = 256;

    /// <summary>Appends one value.</summary>
    public static void Append(ColumnBuffer buffer, DataType type, Value value)
    {
        if (value.IsNull)
        {
            buffer.AppendNull();
            return;
        }

        switch (type.Kind)
        {
            case TypeKind.Bool: buffer.AppendBool(value.AsBool); break;
            case TypeKind.Double: buffer.AppendDouble(value.AsDouble); break;
            case TypeKind.String: AppendText(buffer, value.AsString); break;
            case TypeKind.Binary: buffer.AppendBytes(value.AsBinary); break;
            case TypeKind.DoubleList: buffer.AppendDoubles(value.AsDoubleList); break;
            default: buffer.AppendInt64(value.AsInt64); break;
        }
    }

    /// <summary>Appends text, or NULL.</summary>
    public static void AppendText(ColumnBuffer buffer, string? text)
    {
        if (text is null)
        {
            buffer.AppendNull();
            return;
        }

        var maxBytes = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (maxBytes <= StackBytes)
        {
            Span<byte> bytes = stackalloc byte[StackBytes];
            buffer.AppendBytes(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
            return;
        }

        var rented = ArrayPool<byte>.Shared.Rent(maxBytes);
        buffer.AppendBytes(rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        ArrayPool<byte>.Shared.Return(rented);
    }
}
