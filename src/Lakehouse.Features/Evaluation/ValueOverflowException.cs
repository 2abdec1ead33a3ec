namespace Lakehouse.Features.Evaluation;

/// <summary>An exact result does not fit the type of its expression (semantics §5).</summary>
/// <param name="message">What overflowed.</param>
public sealed class ValueOverflowException(string message) : Exception(message);
