using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;

namespace Lakehouse.Delta.DuckDb;

/// <summary>Rows of a streamed query.</summary>
public sealed unsafe class DuckDbChunk
{
    private readonly nint[] vectors;
    private readonly nint[] data;
    private readonly nint[] validity;

    internal DuckDbChunk(int columns)
    {
        vectors = new nint[columns];
        data = new nint[columns];
        validity = new nint[columns];
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; private set; }

    /// <summary>False where the value is NULL.</summary>
    public bool IsValid(int column, int row) => IsValid((ulong*)validity[column], row);

    /// <summary>True when DuckDB says without a mask that the column has no NULL in this chunk; false says nothing.</summary>
    public bool HasNoMask(int column) => validity[column] == 0;

    /// <summary>True when the column has no NULL in this chunk.</summary>
    public bool AllValid(int column)
    {
        var mask = (ulong*)validity[column];
        if (mask is null) return true;
        for (var row = 0; row < Rows; row++)
        {
            if (!IsValid(mask, row)) return false;
        }

        return true;
    }

    /// <summary>The validity of all rows, a byte each: 1, or 0 where the value is NULL.</summary>
    public void CopyValidity(int column, Span<byte> into)
    {
        var mask = (ulong*)validity[column];
        if (mask is null)
        {
            into[..Rows].Fill(1);
            return;
        }

        for (var row = 0; row < Rows; row++) into[row] = (byte)((mask[row >> 6] >> (row & 63)) & 1);
    }

    /// <summary>BIGINT, TIMESTAMP(TZ) microseconds, or DECIMAL of 10 to 18 digits as its unscaled integer.</summary>
    public ReadOnlySpan<long> Int64s(int column) => new((void*)data[column], Rows);

    /// <summary>INTEGER, or DATE as days.</summary>
    public ReadOnlySpan<int> Int32s(int column) => new((void*)data[column], Rows);

    /// <summary>DOUBLE.</summary>
    public ReadOnlySpan<double> Doubles(int column) => new((void*)data[column], Rows);

    /// <summary>BOOLEAN as 0 and 1.</summary>
    public ReadOnlySpan<byte> Bools(int column) => new((void*)data[column], Rows);

    /// <summary>UTF-8 of a VARCHAR or bytes of a BLOB.</summary>
    public ReadOnlySpan<byte> Bytes(int column, int row) => VectorValue.Bytes((byte*)data[column], row);

    /// <summary>A DOUBLE[] value.</summary>
    public double?[] DoubleList(int column, int row)
    {
        var entry = (ulong*)data[column] + (2L * row);
        var child = Vectors.DuckDBListVectorGetChild(vectors[column]);
        var values = (double*)Vectors.DuckDBVectorGetData(child);
        var mask = Vectors.DuckDBVectorGetValidity(child);
        var list = new double?[entry[1]];
        for (var i = 0; i < list.Length; i++)
        {
            var at = checked((int)entry[0] + i);
            list[i] = IsValid(mask, at) ? values[at] : null;
        }

        return list;
    }

    /// <summary>Any value as .NET has it; see <see cref="VectorValue"/>.</summary>
    internal object? Value(int column, int row, DeltaType type) => VectorValue.Read(vectors[column], row, type);

    internal void Load(DuckDBDataChunk chunk)
    {
        Rows = (int)DataChunks.DuckDBDataChunkGetSize(chunk);
        for (var column = 0; column < vectors.Length; column++)
        {
            vectors[column] = DataChunks.DuckDBDataChunkGetVector(chunk, column);
            data[column] = (nint)Vectors.DuckDBVectorGetData(vectors[column]);
            validity[column] = (nint)Vectors.DuckDBVectorGetValidity(vectors[column]);
        }
    }

    private static bool IsValid(ulong* mask, int row) => mask is null || ((mask[row >> 6] >> (row & 63)) & 1) != 0;
}
