using System.Xml.Linq;

namespace Lakehouse.Architecture.Tests;

/// <summary>The clone's projects as they stand on disk.</summary>
internal static class Clone
{
    public static string Root { get; } = FindRoot();

    /// <summary>Projects below a folder by name, with their own project and package references.</summary>
    public static IReadOnlyDictionary<string, ProjectFacts> Projects(string folder) => Directory
        .EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetFileNameWithoutExtension(path), Read);

    /// <summary>C# files below a folder that a person wrote.</summary>
    public static IEnumerable<string> SourceFiles(params IEnumerable<string> folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
        .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "artifacts"));

    private static ProjectFacts Read(string path)
    {
        var xml = XDocument.Load(path);
        string[] Includes(string element) => [.. xml.Descendants(element).Select(e => (string)e.Attribute("Include")!)];
        return new(
            [.. Includes("ProjectReference").Select(i => Path.GetFileNameWithoutExtension(i.Replace('\\', '/')))],
            Includes("PackageReference"),
            Includes("CompatReference"),
            [.. xml.Descendants("FrameworkReference").Select(e => (string)e.Attribute("Include")!)],
            (string?)xml.Root!.Attribute("Sdk") ?? "");
    }

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Lakehouse.sln"))) directory = directory.Parent ?? throw new InvalidOperationException("The tests run outside a clone.");
        return directory.FullName;
    }
}

/// <summary>What a project file says.</summary>
/// <param name="Projects">Names of referenced projects.</param>
/// <param name="Packages">Referenced packages.</param>
/// <param name="StandIns">Packages that a stand-in in src/Compat replaces.</param>
/// <param name="Frameworks">Referenced shared frameworks.</param>
/// <param name="Sdk">The project's SDK.</param>
internal sealed record ProjectFacts(IReadOnlyList<string> Projects, IReadOnlyList<string> Packages, IReadOnlyList<string> StandIns, IReadOnlyList<string> Frameworks, string Sdk);
