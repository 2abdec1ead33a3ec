using Microsoft.Spark.Interop.Ipc;

namespace Microsoft.Spark.Sql.Catalog;

/// <summary>A database.</summary>
public sealed class Database : IJvmObjectReferenceProvider
{
    internal Database(JvmObjectReference reference) => Reference = reference;

    /// <inheritdoc />
    public JvmObjectReference Reference { get; }

    /// <summary>Its name.</summary>
    public string Name => Reference.Call<string>("name");

    /// <summary>What it is for; null where nothing says.</summary>
    public string? Description => Reference.Call<string?>("description");

    /// <summary>Where its tables lie.</summary>
    public string LocationUri => Reference.Call<string>("locationUri");
}
