using System.Diagnostics;
using System.Reflection;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Cli.Repositories;

/// <summary>Loads the definitions of a built feature repository; after that nothing needs its assembly.</summary>
internal static class RepositoryLoader
{
    private const BindingFlags Construction = BindingFlags.Instance | BindingFlags.Public | BindingFlags.DoNotWrapExceptions;

    /// <exception cref="DefinitionException">The assembly is of another version of the language, does not hold exactly one feature project, or fails; or a definition is refused.</exception>
    public static ProjectDefinition Load(string assemblyPath)
    {
        var context = new RepositoryLoadContext(assemblyPath);
        try
        {
            var assembly = context.LoadRepository();
            LanguageVersion.Check(assembly);
            return Build(FindProject(assembly));
        }
        finally
        {
            context.Unload();
        }
    }

    private static ProjectDefinition Build(Type project)
    {
        try
        {
            return ((FeatureProject)Activator.CreateInstance(project, Construction, binder: null, args: null, culture: null)!).Build();
        }
        catch (Exception e) when (e is not DefinitionException)
        {
            var cause = e is TypeInitializationException { InnerException: { } inner } ? inner : e;
            throw new DefinitionException($"{project.FullName} threw {cause.GetType().Name} while it was built{Place(cause, project.Assembly)}: {cause.Message}");
        }
    }

    /// <summary>The innermost place in the author's own code.</summary>
    private static string Place(Exception exception, Assembly assembly)
    {
        var frame = new StackTrace(exception, fNeedFileInfo: true).GetFrames().FirstOrDefault(f => f.GetMethod()?.Module.Assembly == assembly);
        return frame is null ? "" : frame.GetFileName() is { } file ? $", at {file}:{frame.GetFileLineNumber()}" : $", in {frame.GetMethod()!.Name}";
    }

    private static Type FindProject(Assembly assembly)
    {
        var name = assembly.GetName().Name;
        var projects = Types(assembly).Where(t => t is { IsAbstract: false } && t.IsSubclassOf(typeof(FeatureProject))).OrderBy(t => t.FullName, StringComparer.Ordinal).ToList();
        return projects switch
        {
            [{ ContainsGenericParameters: true } one] => throw new DefinitionException($"{one.FullName} has type parameters; the platform creates it, so it may have none."),
            [var one] when one.GetConstructor(Type.EmptyTypes) is not null => one,
            [var one] => throw new DefinitionException($"{one.FullName} has no public constructor without parameters; the platform creates it that way."),
            [] => throw new DefinitionException($"{name} defines no class derived from {nameof(FeatureProject)}; a feature repository has exactly one."),
            _ => throw new DefinitionException(
                $"{name} defines {string.Join(" and ", projects.Select(p => p.FullName))}; a feature repository has exactly one {nameof(FeatureProject)}. "
                + "Make one of them call the others' methods, or give each a project of its own."),
        };
    }

    private static Type[] Types(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            throw new DefinitionException($"{assembly.GetName().Name} cannot be loaded: {e.LoaderExceptions.FirstOrDefault(x => x is not null)?.Message ?? e.Message}");
        }
    }
}
