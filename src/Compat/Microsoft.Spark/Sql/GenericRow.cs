using Microsoft.Spark.Internal;

namespace Microsoft.Spark.Sql;

/// <summary>Values of a row without a schema.</summary>
public sealed class GenericRow(object?[] values)
{
    /// <summary>The values in order.</summary>
    public object?[] Values { get; } = values;

    /// <summary>The value at a position.</summary>
    public object? this[int index] => Get(index);

    /// <summary>The number of values.</summary>
    public int Size() => Values.Length;

    /// <summary>The value at a position.</summary>
    public object? Get(int index) => Values[index];

    /// <summary>The value at a position as a type.</summary>
    public T GetAs<T>(int index) => ValueConversion.To<T>(Get(index));
}
