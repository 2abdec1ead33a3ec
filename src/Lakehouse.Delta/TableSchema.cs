using System.Text.Json;

namespace Lakehouse.Delta;

/// <summary>A table's columns.</summary>
/// <param name="Columns">In order.</param>
public sealed record TableSchema(IReadOnlyList<TableColumn> Columns)
{
    /// <summary>The column of that name, ignoring case, or null.</summary>
    public TableColumn? Find(string name) => Columns.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A column of a table.</summary>
/// <param name="Name">Logical name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Nullable">False for NOT NULL.</param>
public sealed record TableColumn(string Name, DeltaType Type, bool Nullable = true)
{
    /// <summary>Column metadata as JSON, or null.</summary>
    public string? MetadataJson { get; init; }

    /// <summary>One entry of the metadata, or null.</summary>
    internal JsonElement? Metadata(string key)
    {
        if (MetadataJson is null) return null;
        using var document = JsonDocument.Parse(MetadataJson);
        return document.RootElement.TryGetProperty(key, out var value) ? value.Clone() : null;
    }
}

/// <summary>A Delta type.</summary>
public abstract record DeltaType
{
    /// <summary>The type's name in DuckDB SQL, for example <c>TIMESTAMPTZ</c> or <c>STRUCT("a" BIGINT)</c>.</summary>
    public abstract string DuckDbType { get; }
}

/// <summary>A primitive type by its Delta name: string, long, integer, short, byte, float, double, boolean, binary, date, timestamp, timestamp_ntz, decimal(p,s), void.</summary>
/// <param name="Name">Delta's name.</param>
public sealed record PrimitiveType(string Name) : DeltaType
{
    /// <inheritdoc/>
    public override string DuckDbType => Name switch
    {
        "string" => "VARCHAR",
        "long" => "BIGINT",
        "integer" => "INTEGER",
        "short" => "SMALLINT",
        "byte" => "TINYINT",
        "float" => "FLOAT",
        "double" => "DOUBLE",
        "boolean" => "BOOLEAN",
        "binary" => "BLOB",
        "date" => "DATE",
        "timestamp" => "TIMESTAMPTZ",
        "timestamp_ntz" => "TIMESTAMP",
        "void" => "INTEGER",
        _ when Name.StartsWith("decimal(", StringComparison.Ordinal) => Name.ToUpperInvariant(),
        _ => throw new DeltaException(DeltaErrorCode.UnsupportedFeature, $"Column type '{Name}' is not supported."),
    };
}

/// <summary>A list.</summary>
/// <param name="Element">Type of its elements.</param>
/// <param name="ContainsNull">Whether elements may be null.</param>
public sealed record ArrayType(DeltaType Element, bool ContainsNull) : DeltaType
{
    /// <inheritdoc/>
    public override string DuckDbType => Element.DuckDbType + "[]";
}

/// <summary>A map.</summary>
/// <param name="Key">Type of its keys.</param>
/// <param name="MapValue">Type of its values.</param>
/// <param name="ValueContainsNull">Whether values may be null.</param>
public sealed record MapType(DeltaType Key, DeltaType MapValue, bool ValueContainsNull) : DeltaType
{
    /// <inheritdoc/>
    public override string DuckDbType => $"MAP({Key.DuckDbType}, {MapValue.DuckDbType})";
}

/// <summary>A struct.</summary>
/// <param name="Fields">Its fields.</param>
public sealed record StructType(IReadOnlyList<TableColumn> Fields) : DeltaType
{
    /// <inheritdoc/>
    public override string DuckDbType => $"STRUCT({string.Join(", ", Fields.Select(f => $"{DuckDb.DuckDbSession.Identifier(f.Name)} {f.Type.DuckDbType}"))})";
}
