using System.Reflection;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Cli.Repositories;

/// <summary>Loads the definitions of a built feature repository; after that nothing needs its assembly.</summary>
internal static class RepositoryLoader
{
    private const BindingFlags Construction = BindingFlags.Instance | BindingFlags.Public | BindingFlags.DoNotWrapExceptions;

    /// <exception cref="DefinitionException">The assembly does not hold exactly one feature project, or a definition is refused.</exception>
    public static ProjectDefinition Load(string assemblyPath)
    {
        var context = new RepositoryLoadContext(assemblyPath);
        try
        {
            var project = FindProject(context.LoadFromAssemblyPath(Path.GetFullPath(assemblyPath)));
            return ((FeatureProject)Activator.CreateInstance(project, Construction, binder: null, args: null, culture: null)!).Build();
        }
        finally
        {
            context.Unload();
        }
    }

    private static Type FindProject(Assembly assembly)
    {
        var projects = assembly.GetTypes().Where(t => t is { IsAbstract: false } && t.IsSubclassOf(typeof(FeatureProject))).ToList();
        return projects switch
        {
            [var one] when one.GetConstructor(Type.EmptyTypes) is not null => one,
            [var one] => throw new DefinitionException($"{one.FullName} has no constructor without parameters; the platform creates it that way."),
            [] => throw new DefinitionException($"{assembly.GetName().Name} defines no class derived from {nameof(FeatureProject)}; a feature repository has exactly one."),
            _ => throw new DefinitionException(
                $"{assembly.GetName().Name} defines {string.Join(" and ", projects.Select(p => p.FullName))}; a feature repository has exactly one {nameof(FeatureProject)}."),
        };
    }
}
