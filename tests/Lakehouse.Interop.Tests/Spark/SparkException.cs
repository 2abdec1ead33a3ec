namespace Lakehouse.Interop.Tests.Spark;

/// <summary>Spark refused a statement.</summary>
/// <param name="sql">The statement.</param>
/// <param name="reason">Spark's exceptions, outermost first.</param>
public sealed class SparkException(string sql, string reason) : Exception($"Spark refused: {sql}\n{reason}");
