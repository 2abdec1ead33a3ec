namespace Lakehouse.Features;

/// <summary>A definition that the platform refuses; the message names the definition, the offending expression and what to write instead.</summary>
/// <param name="message">What is wrong, where, and what to do.</param>
public sealed class DefinitionException(string message) : Exception(message);
