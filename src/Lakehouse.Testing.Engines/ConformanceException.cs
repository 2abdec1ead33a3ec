namespace Lakehouse.Testing.Engines;

/// <summary>An engine and the oracle disagree; the message says where and how to see it again. It shows generated values: for tests only.</summary>
/// <param name="message">What differs, in which case.</param>
/// <param name="inner">What the engine threw, or null.</param>
public sealed class ConformanceException(string message, Exception? inner = null) : Exception(message, inner);
