using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Lakehouse.Client.Tests.Generated;

/// <summary>Code of a test, compiled as a strict project would.</summary>
internal static class CompiledCode
{
    /// <summary>Compiles sources and calls <c>Usage.RunAsync(client)</c>.</summary>
    public static async Task<T> RunAsync<T>(FeatureClient client, params string[] sources)
    {
        var method = Compile(sources).GetType("Usage", throwOnError: true)!.GetMethod("RunAsync")!;
        return await (Task<T>)method.Invoke(null, [client])!;
    }

    private static Assembly Compile(string[] sources)
    {
        var parse = new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Diagnose);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            $"Generated{Guid.NewGuid():N}", sources.Select(s => CSharpSyntaxTree.ParseText(s, parse)), references,
            new(OutputKind.DynamicallyLinkedLibrary, generalDiagnosticOption: ReportDiagnostic.Error, nullableContextOptions: NullableContextOptions.Enable));
        using var bytes = new MemoryStream();
        var result = compilation.Emit(bytes);
        // Assemblies of the test host name one another by several versions.
        result.Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning && d.Id is not "CS1701" and not "CS1702").Should().BeEmpty(string.Join("\n\n", sources));
        return Assembly.Load(bytes.ToArray());
    }
}
