using System.Text.Json;
using Microsoft.Spark.Internal;

namespace Microsoft.Spark.Sql.Types;

/// <summary>A Spark SQL type.</summary>
public abstract class DataType
{
    /// <summary>The type's name in JSON, such as <c>long</c>.</summary>
    public virtual string TypeName => GetType().Name.Replace("Type", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>The type as SQL writes it, such as <c>bigint</c>.</summary>
    public virtual string SimpleString => TypeName;

    /// <summary>The type as JSON text.</summary>
    public string Json => TypeJson.Write(this);

    /// <summary>Reads a type from JSON text.</summary>
    /// <exception cref="ArgumentException">The text names a type that has no class here: cast such a column to string or timestamp in SQL.</exception>
    public static DataType ParseDataType(string json)
    {
        using var document = JsonDocument.Parse(json);
        return TypeJson.Read(document.RootElement);
    }

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is DataType other && other.GetType() == GetType() && other.Json == Json;

    /// <inheritdoc />
    public override int GetHashCode() => SimpleString.GetHashCode(StringComparison.Ordinal);
}
