namespace Lakehouse.Delta.Writing;

/// <summary>Values of one column for the row group at hand. Call only the method of the column's type.</summary>
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

    /// <summary>boolean.</summary>
    public virtual void AppendBool(bool value) => throw new NotSupportedException();

    /// <summary>string (UTF-8) or binary.</summary>
    public virtual void AppendBytes(ReadOnlySpan<byte> value) => throw new NotSupportedException();

    /// <summary>array of double; elements may be null.</summary>
    public virtual void AppendDoubles(ReadOnlySpan<double?> values) => throw new NotSupportedException();
}
