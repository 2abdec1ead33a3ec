using Microsoft.Spark.Interop.Ipc;

namespace Microsoft.Spark.Sql;

/// <content>What tells about the rows, and where they are kept.</content>
public sealed partial class DataFrame
{
    /// <summary>What is done with NULL and NaN.</summary>
    public DataFrameNaFunctions Na() => new(Reference.Call("na"));

    /// <summary>Statistics of columns.</summary>
    public DataFrameStatFunctions Stat() => new(Reference.Call("stat"));

    /// <summary>Count, mean, deviation and extremes of columns, or of all, as texts.</summary>
    public DataFrame Describe(params string[] cols) => With("describe", (object)cols);

    /// <summary>Statistics of all columns, such as <c>count</c>, <c>mean</c> and <c>25%</c>, as texts; without names the usual ones.</summary>
    public DataFrame Summary(params string[] statistics) => With("summary", (object)statistics);

    /// <summary>The rows by chance in as many parts as there are weights.</summary>
    public DataFrame[] RandomSplit(double[] weights, long? seed = null)
    {
        var parts = seed is { } number ? Reference.Invoke("randomSplit", weights, number) : Reference.Invoke("randomSplit", (object)weights);
        return Array.ConvertAll((object?[])parts!, part => new DataFrame((JvmObjectReference)part!));
    }

    /// <summary>The rows; what passes by is aggregated for those who listen to queries.</summary>
    public DataFrame Observe(string name, Column expr, params Column[] exprs) => With("observe", name, expr, exprs);

    /// <summary>True when both certainly compute the same.</summary>
    public bool SameSemantics(DataFrame other) => Reference.Call<bool>("sameSemantics", other);

    /// <summary>A hash that is the same for queries that certainly compute the same.</summary>
    public int SemanticHash() => Reference.Call<int>("semanticHash");

    /// <summary>Keeps the rows at a level once they are computed.</summary>
    public DataFrame Persist(StorageLevel storageLevel) => With("persist", storageLevel);

    /// <summary>Where the rows are kept.</summary>
    public StorageLevel StorageLevel() => new(Reference.Call("storageLevel"));
}
