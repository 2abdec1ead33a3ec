using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Lakehouse.Analyzers.Tests;

/// <summary>This repository's own definitions, all of which apply accepts, are not reported.</summary>
public sealed class RepositoryTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Directory(), "..", ".."));

    [Fact]
    public async Task Flights_ExampleRepository_HasNoDiagnostics()
    {
        var files = System.IO.Directory.GetFiles(Path.Combine(Root, "jobs", "Flights"), "*.cs").Select(path => (path, Usings + File.ReadAllText(path)));
        var compilation = Sources.Compile(files);

        var found = await Sources.AnalyzeAsync(compilation, TestContext.Current.CancellationToken);

        compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity == DiagnosticSeverity.Error).Should().BeEmpty();
        found.Should().BeEmpty();
    }

    [Fact]
    public async Task TestProjects_FilesWithDefinitions_HaveNoDiagnostics()
    {
        string[] paths = [.. DefinitionFiles()];

        foreach (var folder in paths.GroupBy(path => Path.GetDirectoryName(path)!))
        {
            var files = System.IO.Directory.GetFiles(folder.Key, "*.cs").Select(path => (path, Usings + File.ReadAllText(path)));
            var found = await Sources.AnalyzeAsync(Sources.Compile(files), TestContext.Current.CancellationToken);

            found.Where(d => paths.Contains(d.Location.SourceTree?.FilePath)).Should().BeEmpty($"definitions in {folder.Key} are accepted");
        }

        paths.Should().HaveCountGreaterThan(5);
    }

    [Fact]
    public async Task OtherCode_WithoutTheLanguage_IsNotLookedAt()
    {
        var found = await Sources.AnalyzeAsync(Sources.Compile(("Other.cs", """
            using System;
            public sealed class ProjectBuilder { public void Entity<T>(string name) { } public ProjectBuilder Feature(string name, Func<DateTime, object> f) => this; }
            public static class Other { public static void Run(ProjectBuilder p) { p.Entity<double>("Not Snake"); p.Feature("X", d => d.DayOfWeek / (d.Day - d.Day)); } }
            """)), TestContext.Current.CancellationToken);

        found.Should().BeEmpty();
    }

    [Fact]
    public async Task Source_RecordThatDoesNotExist_IsLeftToTheCompiler()
    {
        var found = await Sources.AnalyzeAsync(Sources.Compile(("Missing.cs", """
            using Lakehouse.Features;
            public sealed class Missing : FeatureProject
            {
                protected override void Define(ProjectBuilder project) => project.Source<Nowhere>("raw", Format.Parquet);
            }
            """)), TestContext.Current.CancellationToken);

        found.Should().BeEmpty();
    }

    private const string Usings = "using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Threading; using System.Threading.Tasks; ";

    /// <summary>Files of tests and benchmarks that define a project; not those whose business is what is refused.</summary>
    private static IEnumerable<string> DefinitionFiles() => System.IO.Directory
        .EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories)
        .Where(path => !path.Contains("Refusal", StringComparison.Ordinal) && !path.Contains("Lakehouse.Analyzers.Tests", StringComparison.Ordinal))
        .Where(path => File.ReadAllText(path).Contains(": FeatureProject", StringComparison.Ordinal));

    private static string Directory([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
