using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Training;

/// <summary>SHA-256 over a canonical encoding of rows: equal content has an equal digest, whatever the files it lies in.</summary>
/// <remarks>
/// 1. First each column: its name and its Delta type, as text. Then the rows in order, each cell by column.
/// 2. Text and bytes: length as int32, then the (UTF-8) bytes. Integers, decimals (unscaled), timestamps (µs), dates (days): int64. Floating point: the 64 bits of the double,
///    every NaN as 7FF8000000000000. Bool: one byte. List: number of elements as int32, then the elements as cells. All numbers little-endian.
/// 3. A cell begins with a byte, 0 for NULL and then nothing more, else 1.
/// </remarks>
internal sealed class RowDigest : IDisposable
{
    private const int BufferBytes = 1 << 16;
    private const long CanonicalNaN = 0x7FF8_0000_0000_0000;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] buffer = new byte[BufferBytes];
    private readonly DataType[] types;
    private int used;

    /// <summary>Begins with the columns.</summary>
    /// <param name="columns">Name, Delta type's name, and the type in which its values come.</param>
    public RowDigest(IEnumerable<(string Name, string DeltaType, DataType Type)> columns)
    {
        var list = columns.ToList();
        types = [.. list.Select(c => c.Type)];
        foreach (var (name, deltaType, _) in list)
        {
            AppendText(name);
            AppendText(deltaType);
        }
    }

    /// <summary>Rows so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Appends a row.</summary>
    public void Append(ReadOnlySpan<Value> row)
    {
        for (var i = 0; i < types.Length; i++) AppendCell(row[i], types[i]);
        Rows++;
    }

    /// <summary>Ends it.</summary>
    public TrainingDigest Finish()
    {
        Flush();
        return new(Convert.ToHexStringLower(hash.GetHashAndReset()), Rows);
    }

    public void Dispose() => hash.Dispose();

    private void AppendCell(Value value, DataType type)
    {
        Append((byte)(value.IsNull ? 0 : 1));
        if (value.IsNull) return;
        switch (type.Kind)
        {
            case TypeKind.Bool: Append((byte)(value.AsBool ? 1 : 0)); break;
            case TypeKind.Double: AppendDouble(value.AsDouble); break;
            case TypeKind.String: AppendText(value.AsString); break;
            case TypeKind.Binary: AppendBytes(value.AsBinary); break;
            case TypeKind.DoubleList: AppendList(value.AsDoubleList); break;
            default: AppendInt64(value.AsInt64); break;
        }
    }

    private void AppendList(double?[] list)
    {
        AppendInt32(list.Length);
        foreach (var item in list)
        {
            Append((byte)(item is null ? 0 : 1));
            if (item is { } number) AppendDouble(number);
        }
    }

    private void AppendDouble(double value) => AppendInt64(double.IsNaN(value) ? CanonicalNaN : BitConverter.DoubleToInt64Bits(value));

    private void AppendText(string text)
    {
        Span<byte> small = stackalloc byte[256];
        if (text.Length * 3 <= small.Length) AppendBytes(small[..Encoding.UTF8.GetBytes(text, small)]);
        else AppendBytes(Encoding.UTF8.GetBytes(text));
    }

    private void AppendBytes(ReadOnlySpan<byte> bytes)
    {
        AppendInt32(bytes.Length);
        if (bytes.Length > BufferBytes - used) Flush();
        if (bytes.Length > BufferBytes)
        {
            hash.AppendData(bytes);
            return;
        }

        bytes.CopyTo(buffer.AsSpan(used));
        used += bytes.Length;
    }

    private void AppendInt32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Reserve(sizeof(int)), value);

    private void AppendInt64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Reserve(sizeof(long)), value);

    private void Append(byte value) => Reserve(1)[0] = value;

    private Span<byte> Reserve(int bytes)
    {
        if (used + bytes > BufferBytes) Flush();
        used += bytes;
        return buffer.AsSpan(used - bytes, bytes);
    }

    private void Flush()
    {
        hash.AppendData(buffer, 0, used);
        used = 0;
    }
}
