using System.Reflection;
using System.Runtime.Loader;
using Lakehouse.Features;

namespace Lakehouse.Cli.Repositories;

/// <summary>Isolates a repository's assemblies; the feature language itself is shared with the command.</summary>
internal sealed class RepositoryLoadContext(string assemblyPath) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(assemblyPath), isCollectible: true)
{
    private readonly AssemblyDependencyResolver resolver = new(Path.GetFullPath(assemblyPath));

    /// <summary>The repository's assembly, read anew: the runtime keeps what it mapped from a path, also after the file was built again.</summary>
    public Assembly LoadRepository()
    {
        using var assembly = new MemoryStream(File.ReadAllBytes(assemblyPath));
        var symbols = Path.ChangeExtension(assemblyPath, ".pdb");
        using var debug = File.Exists(symbols) ? new MemoryStream(File.ReadAllBytes(symbols)) : null;
        return LoadFromStream(assembly, debug);
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == typeof(FeatureProject).Assembly.GetName().Name) return typeof(FeatureProject).Assembly;
        return resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }
}
