using Lakehouse.Features;

namespace Lakehouse.Cli.Repositories;

/// <summary>Builds a feature repository with the .NET SDK.</summary>
internal static class RepositoryBuilder
{
    private const int MostErrors = 20;

    /// <summary>Builds the repository at a directory or project file and returns the path of its assembly.</summary>
    /// <exception cref="UsageException">There is no project there, or no SDK for it.</exception>
    /// <exception cref="DefinitionException">It does not build; the message holds the compiler's errors.</exception>
    public static async Task<string> BuildAsync(string repository, CancellationToken ct)
    {
        var project = Path.GetFullPath(RepositoryFinder.FindProject(repository));
        var directory = Path.GetDirectoryName(project)!;
        // The assembly is loaded from its own folder, so what it uses must lie beside it.
        var build = await DotNet.RunAsync(
            directory,
            ["build", project, "-c", "Release", "--nologo", "-v", "q", "-clp:NoSummary", "-p:CopyLocalLockFileAssemblies=true", "-t:Build", "-getProperty:TargetPath"], ct);
        if (build.ExitCode != 0) throw new DefinitionException($"{project} does not build:\n{Describe(build, directory)}");

        var path = build.Output.Trim().Split('\n')[^1].Trim();
        return File.Exists(path) ? path : throw new DefinitionException($"{project} was built, but its assembly '{path}' is not there.");
    }

    /// <summary>Errors as a person reads them: paths relative to the project, at most twenty, with advice where packages are missing.</summary>
    public static string Describe(DotNet build, string directory)
    {
        var errors = build.Errors;
        if (errors.Count == 0) return build.Text;
        var lines = errors.Take(MostErrors).Select(e => "  " + e.Replace(directory + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)).ToList();
        if (errors.Count > MostErrors) lines.Add($"  and {errors.Count - MostErrors} more");
        if (errors.Any(e => e.Contains(" NU11", StringComparison.Ordinal) && e.Contains("Lakehouse.", StringComparison.Ordinal)))
            lines.Add("The platform's packages are not in the feeds of this machine: name their folder in NuGet.config ('lakehouse new --packages' writes one), or add their feed.");
        return string.Join('\n', lines);
    }
}
