using Lakehouse.Features.Definitions;

namespace Lakehouse.Features;

/// <summary>The one class of a feature repository: what it defines.</summary>
public abstract class FeatureProject
{
    /// <summary>Compiles the project to its definitions.</summary>
    /// <exception cref="DefinitionException">A definition is refused.</exception>
    public ProjectDefinition Build() => throw new NotImplementedException();
}
