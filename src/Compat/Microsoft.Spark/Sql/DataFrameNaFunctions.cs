using Microsoft.Spark.Interop.Ipc;

namespace Microsoft.Spark.Sql;

/// <summary>What is done with NULL and NaN.</summary>
public sealed class DataFrameNaFunctions : IJvmObjectReferenceProvider
{
    private const string Without = "drop", Filled = "fill", Replaced = "replace";

    internal DataFrameNaFunctions(JvmObjectReference reference) => Reference = reference;

    /// <inheritdoc />
    public JvmObjectReference Reference { get; }

    /// <summary>The rows without any NULL or NaN.</summary>
    public DataFrame Drop() => With(Without);

    /// <summary>The rows without any (<c>any</c>), or not all (<c>all</c>) of them NULL or NaN.</summary>
    public DataFrame Drop(string how) => With(Without, how);

    /// <summary>The rows without any NULL or NaN in columns.</summary>
    public DataFrame Drop(IEnumerable<string> columnNames) => With(Without, columnNames);

    /// <summary>The same as <see cref="Drop(string)"/>, by columns.</summary>
    public DataFrame Drop(string how, IEnumerable<string> columnNames) => With(Without, how, columnNames);

    /// <summary>The rows with at least so many values that are neither NULL nor NaN.</summary>
    public DataFrame Drop(int minNonNulls) => With(Without, minNonNulls);

    /// <summary>The rows with at least so many values in columns that are neither NULL nor NaN.</summary>
    public DataFrame Drop(int minNonNulls, IEnumerable<string> columnNames) => With(Without, minNonNulls, columnNames);

    /// <summary>A number in place of NULL and NaN in all columns of numbers.</summary>
    public DataFrame Fill(long value) => With(Filled, value);

    /// <summary>A number in place of NULL and NaN in all columns of numbers.</summary>
    public DataFrame Fill(double value) => With(Filled, value);

    /// <summary>A text in place of NULL in all columns of texts.</summary>
    public DataFrame Fill(string value) => With(Filled, value);

    /// <summary>A truth value in place of NULL in all columns of truth values.</summary>
    public DataFrame Fill(bool value) => With(Filled, value);

    /// <summary>A number in place of NULL and NaN in those of the columns that hold numbers.</summary>
    public DataFrame Fill(long value, IEnumerable<string> columnNames) => With(Filled, value, columnNames);

    /// <summary>A number in place of NULL and NaN in those of the columns that hold numbers.</summary>
    public DataFrame Fill(double value, IEnumerable<string> columnNames) => With(Filled, value, columnNames);

    /// <summary>A text in place of NULL in those of the columns that hold texts.</summary>
    public DataFrame Fill(string value, IEnumerable<string> columnNames) => With(Filled, value, columnNames);

    /// <summary>A truth value in place of NULL in those of the columns that hold truth values.</summary>
    public DataFrame Fill(bool value, IEnumerable<string> columnNames) => With(Filled, value, columnNames);

    /// <summary>A value for each column.</summary>
    public DataFrame Fill(IDictionary<string, int> valueMap) => With(Filled, Copy(valueMap));

    /// <summary>A value for each column.</summary>
    public DataFrame Fill(IDictionary<string, long> valueMap) => With(Filled, Copy(valueMap));

    /// <summary>A value for each column.</summary>
    public DataFrame Fill(IDictionary<string, double> valueMap) => With(Filled, Copy(valueMap));

    /// <summary>A value for each column.</summary>
    public DataFrame Fill(IDictionary<string, string> valueMap) => With(Filled, Copy(valueMap));

    /// <summary>A value for each column.</summary>
    public DataFrame Fill(IDictionary<string, bool> valueMap) => With(Filled, Copy(valueMap));

    /// <summary>Other values for those of a column that are keys; <c>*</c> stands for all columns.</summary>
    public DataFrame Replace(string columnName, IDictionary<double, double> replacement) => With(Replaced, columnName, Copy(replacement));

    /// <summary>Other values for those of a column that are keys; <c>*</c> stands for all columns.</summary>
    public DataFrame Replace(string columnName, IDictionary<bool, bool> replacement) => With(Replaced, columnName, Copy(replacement));

    /// <summary>Other values for those of a column that are keys; <c>*</c> stands for all columns.</summary>
    public DataFrame Replace(string columnName, IDictionary<string, string> replacement) => With(Replaced, columnName, Copy(replacement));

    /// <summary>Other values for those of columns that are keys.</summary>
    public DataFrame Replace(IEnumerable<string> columnNames, IDictionary<double, double> replacement) => With(Replaced, columnNames, Copy(replacement));

    /// <summary>Other values for those of columns that are keys.</summary>
    public DataFrame Replace(IEnumerable<string> columnNames, IDictionary<bool, bool> replacement) => With(Replaced, columnNames, Copy(replacement));

    /// <summary>Other values for those of columns that are keys.</summary>
    public DataFrame Replace(IEnumerable<string> columnNames, IDictionary<string, string> replacement) => With(Replaced, columnNames, Copy(replacement));

    // What goes to the JVM as a map must be a dictionary without type parameters, too.
    private static Dictionary<TKey, TValue> Copy<TKey, TValue>(IDictionary<TKey, TValue> map)
        where TKey : notnull => new(map);

    private DataFrame With(string method, params object?[] args) => new(Reference.Call(method, args));
}
