using Microsoft.Spark.Internal;
using Microsoft.Spark.Interop.Ipc;
using Microsoft.Spark.Sql.Types;

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

    /// <summary>Whether a function is there, Spark's own among them.</summary>
    public bool FunctionExists(string functionName) => Reference.Call<bool>("functionExists", functionName);

    /// <summary>Whether a function is in a database.</summary>
    public bool FunctionExists(string dbName, string functionName) => Reference.Call<bool>("functionExists", dbName, functionName);

    /// <summary>The databases: name, catalog, description, place.</summary>
    public DataFrame ListDatabases() => Listed("listDatabases");

    /// <summary>The tables and views of the database in use: name, catalog, namespace, description, type, whether temporary.</summary>
    public DataFrame ListTables() => Listed("listTables");

    /// <summary>The tables and views of a database.</summary>
    public DataFrame ListTables(string dbName) => Listed("listTables", dbName);

    /// <summary>The functions of the database in use.</summary>
    public DataFrame ListFunctions() => Listed("listFunctions");

    /// <summary>The functions of a database.</summary>
    public DataFrame ListFunctions(string dbName) => Listed("listFunctions", dbName);

    /// <summary>A table's columns: name, description, type, whether NULL is allowed, whether it partitions or buckets.</summary>
    public DataFrame ListColumns(string tableName) => Listed("listColumns", tableName);

    /// <summary>The columns of a database's table.</summary>
    public DataFrame ListColumns(string dbName, string tableName) => Listed("listColumns", dbName, tableName);

    /// <summary>A database.</summary>
    /// <exception cref="JvmException">It is not there.</exception>
    public Database GetDatabase(string dbName) => new(Reference.Call("getDatabase", dbName));

    /// <summary>A table or view.</summary>
    /// <exception cref="JvmException">It is not there.</exception>
    public Table GetTable(string tableName) => new(Reference.Call("getTable", tableName));

    /// <summary>A table of a database.</summary>
    /// <exception cref="JvmException">It is not there.</exception>
    public Table GetTable(string dbName, string tableName) => new(Reference.Call("getTable", dbName, tableName));

    /// <summary>A function.</summary>
    /// <exception cref="JvmException">It is not there.</exception>
    public Function GetFunction(string functionName) => new(Reference.Call("getFunction", functionName));

    /// <summary>A function of a database.</summary>
    /// <exception cref="JvmException">It is not there.</exception>
    public Function GetFunction(string dbName, string functionName) => new(Reference.Call("getFunction", dbName, functionName));

    /// <summary>Makes a table of the files of a path, in the session's default format.</summary>
    public DataFrame CreateTable(string tableName, string path) => new(Reference.Call("createTable", tableName, path));

    /// <summary>Makes a table of the files of a path, in a format.</summary>
    public DataFrame CreateTable(string tableName, string path, string source) => new(Reference.Call("createTable", tableName, path, source));

    /// <summary>Makes a table of a format with options, such as <c>path</c>.</summary>
    public DataFrame CreateTable(string tableName, string source, IDictionary<string, string> options) =>
        new(Reference.Call("createTable", tableName, source, new Dictionary<string, string>(options)));

    /// <summary>Makes a table of a format with options, and a description.</summary>
    public DataFrame CreateTable(string tableName, string source, string description, IDictionary<string, string> options) =>
        new(Reference.Call("createTable", tableName, source, description, new Dictionary<string, string>(options)));

    /// <summary>Makes a table of these columns.</summary>
    public DataFrame CreateTable(string tableName, string source, StructType schema, IDictionary<string, string> options) =>
        new(Reference.Call("createTable", tableName, source, Java(schema), new Dictionary<string, string>(options)));

    /// <summary>Makes a table of these columns with a description.</summary>
    public DataFrame CreateTable(string tableName, string source, StructType schema, string description, IDictionary<string, string> options) =>
        new(Reference.Call("createTable", tableName, source, Java(schema), description, new Dictionary<string, string>(options)));

    /// <summary>Finds the partitions that a table has in its folder.</summary>
    public void RecoverPartitions(string tableName) => Reference.Invoke("recoverPartitions", tableName);

    /// <summary>Drops a temporary view.</summary>
    /// <returns>False when there was none.</returns>
    public bool DropTempView(string viewName) => Reference.Call<bool>("dropTempView", viewName);

    /// <summary>Drops a temporary view of all sessions.</summary>
    /// <returns>False when there was none.</returns>
    public bool DropGlobalTempView(string viewName) => Reference.Call<bool>("dropGlobalTempView", viewName);

    private JvmObjectReference Java(StructType schema) => JavaCollections.Schema((JvmBridge)Reference.Jvm, schema);

    private DataFrame Listed(string method, params object?[] args) => new(Reference.Call(method, args).Call("toDF"));
}
