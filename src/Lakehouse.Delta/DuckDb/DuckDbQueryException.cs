namespace Lakehouse.Delta.DuckDb;

/// <summary>DuckDB refused a streamed query; the message is DuckDB's own.</summary>
/// <param name="message">DuckDB's message.</param>
public sealed class DuckDbQueryException(string message) : Exception(message);
