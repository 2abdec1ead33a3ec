using Microsoft.Spark.Interop.Ipc;

namespace Microsoft.Spark.Sql.Catalog;

/// <summary>A session's databases, tables and views.</summary>
public sealed class Catalog : IJvmObjectReferenceProvider
{
    internal Catalog(JvmObjectReference reference) => Reference = reference;

    /// <inheritdoc />
    public JvmObjectReference Reference { get; }

    /// <summary>Keeps a table's rows in memory once they are read.</summary>
    public void CacheTable(string tableName) => Reference.Invoke("cacheTable", tableName);

    /// <summary>Forgets a table's kept rows.</summary>
    public void UncacheTable(string tableName) => Reference.Invoke("uncacheTable", tableName);

    /// <summary>Whether a table's rows are kept.</summary>
    public bool IsCached(string tableName) => Reference.Call<bool>("isCached", tableName);

    /// <summary>Forgets all kept rows.</summary>
    public void ClearCache() => Reference.Invoke("clearCache");

    /// <summary>Forgets what is known of a table.</summary>
    public void RefreshTable(string tableName) => Reference.Invoke("refreshTable", tableName);

    /// <summary>Forgets what is known of a path.</summary>
    public void RefreshByPath(string path) => Reference.Invoke("refreshByPath", path);

    /// <summary>The database in use.</summary>
    public string CurrentDatabase() => Reference.Call<string>("currentDatabase");

    /// <summary>Uses another database.</summary>
    public void SetCurrentDatabase(string dbName) => Reference.Invoke("setCurrentDatabase", dbName);

    /// <summary>Whether a database is there.</summary>
    public bool DatabaseExists(string dbName) => Reference.Call<bool>("databaseExists", dbName);

    /// <summary>Whether a table or view is there.</summary>
    public bool TableExists(string tableName) => Reference.Call<bool>("tableExists", tableName);

    /// <summary>Whether a table or view is in a database.</summary>
    public bool TableExists(string dbName, string tableName) => Reference.Call<bool>("tableExists", dbName, tableName);

    /// <summary>Drops a temporary view.</summary>
    /// <returns>False when there was none.</returns>
    public bool DropTempView(string viewName) => Reference.Call<bool>("dropTempView", viewName);

    /// <summary>Drops a temporary view of all sessions.</summary>
    /// <returns>False when there was none.</returns>
    public bool DropGlobalTempView(string viewName) => Reference.Call<bool>("dropGlobalTempView", viewName);
}
