using Microsoft.Spark.Interop.Ipc;

namespace Microsoft.Spark.Sql.Catalog;

/// <summary>A function.</summary>
public sealed class Function : IJvmObjectReferenceProvider
{
    internal Function(JvmObjectReference reference) => Reference = reference;

    /// <inheritdoc />
    public JvmObjectReference Reference { get; }

    /// <summary>Its name.</summary>
    public string Name => Reference.Call<string>("name");

    /// <summary>Its database; null for one of Spark, or a temporary one.</summary>
    public string? Database => Reference.Call<string?>("database");

    /// <summary>What it does; null where nothing says.</summary>
    public string? Description => Reference.Call<string?>("description");

    /// <summary>Its Java class.</summary>
    public string ClassName => Reference.Call<string>("className");

    /// <summary>True for one of Spark, or a temporary one.</summary>
    public bool IsTemporary => Reference.Call<bool>("isTemporary");
}
