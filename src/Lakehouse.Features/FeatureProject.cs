using Lakehouse.Features.Definitions;
using Lakehouse.Features.Internal;
using Lakehouse.Features.Internal.Authoring;

namespace Lakehouse.Features;

/// <summary>The one class of a feature repository: what it defines.</summary>
public abstract class FeatureProject
{
    /// <summary>The project's name: the class's, without <c>Project</c>, in snake case.</summary>
    public string Name =>
        SnakeCase.Of(GetType().Name is var name && name.EndsWith("Project", StringComparison.Ordinal) && name.Length > "Project".Length ? name[..^"Project".Length] : name);

    /// <summary>Compiles the project to its definitions; twice, so that one which depends on the clock or on chance is found.</summary>
    /// <exception cref="DefinitionException">A definition is refused.</exception>
    public ProjectDefinition Build()
    {
        var built = BuildOnce();
        Stability.RequireSame(built, BuildOnce());
        return built;
    }

    /// <summary>Declares the project's entities, sources, contracts, views and sets.</summary>
    protected abstract void Define(ProjectBuilder project);

    private ProjectDefinition BuildOnce()
    {
        var project = new ProjectBuilder();
        Define(project);
        return project.Build(Name);
    }
}
