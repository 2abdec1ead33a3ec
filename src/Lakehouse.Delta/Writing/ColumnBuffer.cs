namespace Lakehouse.Delta.Writing;

/// <summary>Values of one column for the row group at hand. Call only the methods of the column's type.</summary>
public abstract class ColumnBuffer
{
    /// <summary>NULL.</summary>
    /// <exception cref="DeltaException">The column is NOT NULL.</exception>
    public abstract void AppendNull();

    /// <summary>long, integer, short, byte; a decimal's unscaled integer; a timestamp's microseconds; a date's days.</summary>
    /// <exception cref="OverflowException">The column's type is narrower than the value.</exception>
    public virtual void AppendInt64(long value) => throw new NotSupportedException();

    /// <summary>double or float.</summary>
    public virtual void AppendDouble(double value) => throw new NotSupportedException();

    /// <summary>As <see cref="AppendInt64"/>, for many rows at once; see <see cref="DataFileWriter.EndRows"/>.</summary>
    /// <param name="values">A value a row; those of NULLs are not read.</param>
    /// <param name="present">By row: 1 for a value, 0 for NULL; empty where all are values.</param>
    /// <exception cref="DeltaException">A NULL in a column that is NOT NULL.</exception>
    /// <exception cref="OverflowException">The column's type is narrower than a value.</exception>
    public virtual void AppendInt64s(ReadOnlySpan<long> values, ReadOnlySpan<byte> present = default)
    {
        for (var row = 0; row < values.Length; row++)
        {
            if (present.IsEmpty || present[row] != 0) AppendInt64(values[row]);
            else AppendNull();
        }
    }

    /// <summary>As <see cref="AppendDouble"/>, for many rows at once; see <see cref="DataFileWriter.EndRows"/>.</summary>
    /// <param name="values">A value a row; those of NULLs are not read.</param>
    /// <param name="present">By row: 1 for a value, 0 for NULL; empty where all are values.</param>
    /// <exception cref="DeltaException">A NULL in a column that is NOT NULL.</exception>
    public virtual void AppendReals(ReadOnlySpan<double> values, ReadOnlySpan<byte> present = default)
    {
        for (var row = 0; row < values.Length; row++)
        {
            if (present.IsEmpty || present[row] != 0) AppendDouble(values[row]);
            else AppendNull();
        }
    }

    /// <summary>boolean.</summary>
    public virtual void AppendBool(bool value) => throw new NotSupportedException();

    /// <summary>string (UTF-8) or binary.</summary>
    public virtual void AppendBytes(ReadOnlySpan<byte> value) => throw new NotSupportedException();

    /// <summary>array of double; elements may be null.</summary>
    public virtual void AppendDoubles(ReadOnlySpan<double?> values) => throw new NotSupportedException();
}
