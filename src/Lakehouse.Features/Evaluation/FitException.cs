namespace Lakehouse.Features.Evaluation;

/// <summary>A set's fitted transforms cannot be computed: no fit, the fit of another definition, or values that cannot be fitted.</summary>
/// <param name="message">What is wrong, in which set or transform, and what to do.</param>
public sealed class FitException(string message) : Exception(message);
