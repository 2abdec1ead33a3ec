namespace Lakehouse.Serving;

/// <summary>The feature service cannot start; the message says why and what to do.</summary>
/// <param name="message">What, why, what to do.</param>
/// <param name="inner">The cause.</param>
public sealed class ServingException(string message, Exception? inner = null) : Exception(message, inner);
