namespace Microsoft.Spark.Sql.Types;

/// <summary>A list of elements of one type.</summary>
public sealed class ArrayType(DataType elementType, bool containsNull = true) : DataType
{
    /// <summary>The elements' type.</summary>
    public DataType ElementType { get; } = elementType;

    /// <summary>Whether an element may be NULL.</summary>
    public bool ContainsNull { get; } = containsNull;

    /// <inheritdoc />
    public override string SimpleString => $"array<{ElementType.SimpleString}>";
}

/// <summary>Values by key.</summary>
public sealed class MapType(DataType keyType, DataType valueType, bool valueContainsNull = true) : DataType
{
    /// <summary>The keys' type.</summary>
    public DataType KeyType { get; } = keyType;

    /// <summary>The values' type.</summary>
    public DataType ValueType { get; } = valueType;

    /// <summary>Whether a value may be NULL.</summary>
    public bool ValueContainsNull { get; } = valueContainsNull;

    /// <inheritdoc />
    public override string SimpleString => $"map<{KeyType.SimpleString},{ValueType.SimpleString}>";
}

/// <summary>A named part of a struct.</summary>
public sealed class StructField(string name, DataType dataType, bool isNullable = true)
{
    /// <summary>The field's name.</summary>
    public string Name { get; } = name;

    /// <summary>The field's type.</summary>
    public DataType DataType { get; } = dataType;

    /// <summary>Whether the field may be NULL.</summary>
    public bool IsNullable { get; } = isNullable;
}

/// <summary>Named fields in order.</summary>
public sealed class StructType(IEnumerable<StructField> fields) : DataType
{
    /// <summary>The fields in order.</summary>
    public List<StructField> Fields { get; } = [.. fields];

    /// <inheritdoc />
    public override string SimpleString => $"struct<{string.Join(',', Fields.Select(f => $"{f.Name}:{f.DataType.SimpleString}"))}>";
}
