using Microsoft.Spark.Interop.Ipc;

namespace Microsoft.Spark.Sql;

/// <summary>Statistics of a query's columns.</summary>
public sealed class DataFrameStatFunctions : IJvmObjectReferenceProvider
{
    internal DataFrameStatFunctions(JvmObjectReference reference) => Reference = reference;

    /// <inheritdoc />
    public JvmObjectReference Reference { get; }

    /// <summary>Quantiles of a column of numbers.</summary>
    /// <param name="columnName">The column.</param>
    /// <param name="probabilities">Which quantiles, each from 0 to 1.</param>
    /// <param name="relativeError">By how much of all rows a quantile's rank may be wrong, 0 for exact.</param>
    public double[] ApproxQuantile(string columnName, IEnumerable<double> probabilities, double relativeError) =>
        Reference.Call<double[]>("approxQuantile", columnName, probabilities.ToArray(), relativeError);

    /// <summary>The covariance of a sample of two columns.</summary>
    public double Cov(string colName1, string colName2) => Reference.Call<double>("cov", colName1, colName2);

    /// <summary>The correlation of two columns.</summary>
    /// <param name="colName1">One column.</param>
    /// <param name="colName2">The other.</param>
    /// <param name="method">Spark knows <c>pearson</c>.</param>
    public double Corr(string colName1, string colName2, string method) => Reference.Call<double>("corr", colName1, colName2, method);

    /// <summary>Pearson's correlation of two columns.</summary>
    public double Corr(string colName1, string colName2) => Reference.Call<double>("corr", colName1, colName2);

    /// <summary>How often each pair of values comes: a row for each value of the first column, a column for each of the second.</summary>
    public DataFrame Crosstab(string colName1, string colName2) => With("crosstab", colName1, colName2);

    /// <summary>Values that have at least this share of the rows, perhaps with others, as an array for each column.</summary>
    public DataFrame FreqItems(IEnumerable<string> columnNames, double support) => With("freqItems", columnNames, support);

    /// <summary>Values that have at least a hundredth of the rows, perhaps with others, as an array for each column.</summary>
    public DataFrame FreqItems(IEnumerable<string> columnNames) => With("freqItems", columnNames);

    /// <summary>A random part of the rows of each value of a column; values without a fraction are left out.</summary>
    public DataFrame SampleBy<T>(string columnName, IDictionary<T, double> fractions, long seed)
        where T : notnull => With("sampleBy", columnName, new Dictionary<T, double>(fractions), seed);

    private DataFrame With(string method, params object?[] args) => new(Reference.Call(method, args));
}
