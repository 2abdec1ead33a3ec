namespace Lakehouse.Cli.Repositories;

/// <summary>Finds the project of definitions in what a person names.</summary>
internal static class RepositoryFinder
{
    private const string Wanted = "a C# project that references Lakehouse.Features";
    private static readonly string[] Passed = ["bin", "obj", "artifacts", "node_modules"];

    /// <summary>The project file: the one named, the directory's own, or the only one below it that holds definitions.</summary>
    /// <exception cref="UsageException">There is none, or more than one.</exception>
    public static string FindProject(string repository)
    {
        if (File.Exists(repository))
        {
            return repository.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase)
                ? repository
                : throw new UsageException($"'{repository}' is no .csproj file; give {Wanted}, or its directory.");
        }

        if (!Directory.Exists(repository)) throw new UsageException($"Repository '{repository}' does not exist; give the directory of {Wanted}.");
        return Directory.GetFiles(repository, "*.csproj") switch
        {
            [var one] => one,
            [] => FindBelow(repository),
            var several => throw new UsageException($"'{repository}' holds {Names(several, repository)}; give the one that is the feature repository."),
        };
    }

    private static string FindBelow(string repository)
    {
        var projects = Projects(repository).Where(IsFeatureProject).Order(StringComparer.Ordinal).ToArray();
        return projects switch
        {
            [var one] => one,
            [] => throw new UsageException($"'{repository}' holds no .csproj file, and below it is no project that references Lakehouse.Features; give the directory of {Wanted}."),
            _ => throw new UsageException($"'{repository}' holds several feature projects, {Names(projects, repository)}; give one of them."),
        };
    }

    private static IEnumerable<string> Projects(string directory) => Directory.EnumerateFiles(directory, "*.csproj").Concat(
        Directory.EnumerateDirectories(directory)
            .Where(d => Path.GetFileName(d) is var name && !name.StartsWith('.') && !Passed.Contains(name, StringComparer.OrdinalIgnoreCase)).SelectMany(Projects));

    /// <summary>References the language, and is no project of tests.</summary>
    private static bool IsFeatureProject(string project) =>
        File.ReadAllText(project) is var text && text.Contains("Lakehouse.Features", StringComparison.Ordinal) && !text.Contains("Microsoft.NET.Test.Sdk", StringComparison.Ordinal);

    private static string Names(IEnumerable<string> projects, string directory) => string.Join(" and ", projects.Select(p => Path.GetRelativePath(directory, p)));
}
