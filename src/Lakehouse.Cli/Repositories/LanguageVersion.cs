using System.Reflection;
using Lakehouse.Features;

namespace Lakehouse.Cli.Repositories;

/// <summary>A repository and the command must speak one version of the feature language: its types are shared between them.</summary>
internal static class LanguageVersion
{
    /// <exception cref="DefinitionException">The assembly references no feature language, or another version of it.</exception>
    public static void Check(Assembly assembly)
    {
        var language = typeof(FeatureProject).Assembly.GetName();
        var reference = assembly.GetReferencedAssemblies().FirstOrDefault(r => r.Name == language.Name)
            ?? throw new DefinitionException($"{assembly.GetName().Name} does not use {language.Name}; a feature repository references it and defines one {nameof(FeatureProject)}.");
        if (reference.Version == language.Version) return;
        throw new DefinitionException(
            $"{assembly.GetName().Name} was built with {language.Name} {Text(reference)}, and this command is {Text(language)}: they must be of one version. "
            + "In a repository that 'lakehouse new' made, LakehouseVersion in Directory.Build.props names the one, .config/dotnet-tools.json the other.");
    }

    private static string Text(AssemblyName name) => name.Version?.ToString(fieldCount: 3) ?? "(none)";
}
