using Microsoft.Spark.Internal;
using Microsoft.Spark.Sql.Types;

namespace Microsoft.Spark.Sql;

/// <summary>A row of a result: .NET's own types for scalars, <see cref="Date"/>, <see cref="Timestamp"/>, Row for structs, ArrayList for arrays, Hashtable for maps.</summary>
public sealed class Row
{
    internal Row(object?[] values, StructType schema)
    {
        if (values.Length != schema.Fields.Count) throw new ArgumentException($"The row has {values.Length} values and its schema {schema.Fields.Count} columns.", nameof(values));
        Values = values;
        Schema = schema;
    }

    /// <summary>The columns.</summary>
    public StructType Schema { get; }

    /// <summary>The values in the columns' order.</summary>
    public object?[] Values { get; }

    /// <summary>The value at a position.</summary>
    public object? this[int index] => Get(index);

    /// <summary>The number of columns.</summary>
    public int Size() => Values.Length;

    /// <summary>The value at a position.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such column.</exception>
    public object? Get(int index) => Values[index];

    /// <summary>The value of the first column of this name.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such column.</exception>
    public object? Get(string columnName) => Values[Schema.Fields.FindIndex(f => f.Name == columnName)];

    /// <summary>The value at a position as a type; arrays and dictionaries are made of lists and maps.</summary>
    /// <exception cref="InvalidCastException">The value is of another type.</exception>
    public T GetAs<T>(int index) => ValueConversion.To<T>(Get(index));

    /// <summary>The value of the first column of this name as a type.</summary>
    /// <exception cref="InvalidCastException">The value is of another type.</exception>
    public T GetAs<T>(string columnName) => ValueConversion.To<T>(Get(columnName));

    /// <inheritdoc />
    public override string ToString() => $"[{string.Join(',', Values)}]";

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Row other && Values.SequenceEqual(other.Values) && Schema.Equals(other.Schema);

    /// <inheritdoc />
    public override int GetHashCode() => Values.Aggregate(0, HashCode.Combine);
}
