using Microsoft.Spark.Interop.Ipc;

namespace Microsoft.Spark.Sql.Catalog;

/// <summary>A table or view.</summary>
public sealed class Table : IJvmObjectReferenceProvider
{
    internal Table(JvmObjectReference reference) => Reference = reference;

    /// <inheritdoc />
    public JvmObjectReference Reference { get; }

    /// <summary>Its name.</summary>
    public string Name => Reference.Call<string>("name");

    /// <summary>Its database; null for a temporary view.</summary>
    public string? Database => Reference.Call<string?>("database");

    /// <summary>What it is for; null where nothing says.</summary>
    public string? Description => Reference.Call<string?>("description");

    /// <summary>MANAGED, EXTERNAL, VIEW or TEMPORARY.</summary>
    public string TableType => Reference.Call<string>("tableType");

    /// <summary>True for a temporary view.</summary>
    public bool IsTemporary => Reference.Call<bool>("isTemporary");
}
