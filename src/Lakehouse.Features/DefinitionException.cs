using Lakehouse.Features.Internal.Rules;

namespace Lakehouse.Features;

/// <summary>A definition that the platform refuses; the message names the definition, the offending expression and what to write instead.</summary>
/// <param name="message">What is wrong, where, and what to do.</param>
public sealed class DefinitionException(string message) : Exception(message)
{
    internal DefinitionException(Rule rule, string message)
        : this(message) => Rule = rule;

    /// <summary>What it breaks.</summary>
    internal Rule Rule { get; }

    /// <summary>The part of the definition that is refused (a term, or the name of a property), or null.</summary>
    internal object? Part { get; init; }
}
