namespace Lakehouse.Engine.DuckDb.Conform.Index;

/// <summary>The index is not as it was written: it is thrown away and built anew.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="inner">The cause.</param>
internal sealed class IndexDamagedException(string message, Exception? inner = null) : Exception(message, inner);
