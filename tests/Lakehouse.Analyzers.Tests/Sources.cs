extern alias analyzers;

using System.Collections.Immutable;
using Lakehouse.Features;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Lakehouse.Analyzers.Tests;

/// <summary>Compiles source in memory and runs the analyzer on it.</summary>
internal static class Sources
{
    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(FeatureProject).Assembly.Location),
    ];

    internal static CSharpCompilation Compile(params IEnumerable<(string Path, string Text)> files) => CSharpCompilation.Create(
        "Corpus",
        files.Select(file => CSharpSyntaxTree.ParseText(file.Text, new CSharpParseOptions(LanguageVersion.CSharp14), file.Path)),
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    internal static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(Compilation compilation, CancellationToken ct)
    {
        var failures = new List<string>();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), (exception, _, _) => failures.Add(exception.ToString()), concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        var run = compilation.WithAnalyzers([new analyzers::Lakehouse.Analyzers.DefinitionAnalyzer()], options);
        var found = await run.GetAnalyzerDiagnosticsAsync(ct);
        failures.Should().BeEmpty();
        return found;
    }
}
