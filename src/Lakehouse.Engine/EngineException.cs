namespace Lakehouse.Engine;

/// <summary>A run cannot go on; the message says what happened, to which view or table, and what to do. Nothing was published.</summary>
/// <param name="message">What, where, what to do.</param>
/// <param name="inner">The cause.</param>
public sealed class EngineException(string message, Exception? inner = null) : Exception(message, inner);
