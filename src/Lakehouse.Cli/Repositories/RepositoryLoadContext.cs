using System.Reflection;
using System.Runtime.Loader;
using Lakehouse.Features;

namespace Lakehouse.Cli.Repositories;

/// <summary>Isolates a repository's assemblies; the feature language itself is shared with the command.</summary>
internal sealed class RepositoryLoadContext(string assemblyPath) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(assemblyPath), isCollectible: true)
{
    private readonly AssemblyDependencyResolver resolver = new(Path.GetFullPath(assemblyPath));

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == typeof(FeatureProject).Assembly.GetName().Name) return typeof(FeatureProject).Assembly;
        return resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }
}
