using System.Reflection;
using System.Text.RegularExpressions;
using Lakehouse.Features;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Lakehouse.Semantics.Tests;

/// <summary>Compiles C# as it stands on the page.</summary>
internal static partial class PageCode
{
    private const string Usings = "using System; using Lakehouse.Features;\n";

    /// <summary>The one feature project in the code.</summary>
    public static FeatureProject Project(string code) =>
        (FeatureProject)Activator.CreateInstance(Load(Usings + code).GetTypes().Single(t => t.IsSubclassOf(typeof(FeatureProject))))!;

    /// <summary>A project whose on-demand view <c>table@1</c> has the features e0, e1… over n, m, x, y, s and t.</summary>
    public static FeatureProject Table(IReadOnlyList<string> expressions)
    {
        var features = string.Concat(expressions.Select((e, i) => $".Feature(\"e{i}\", r => {Bind(e)})\n"));
        return Project($$"""
            public sealed class Table : FeatureProject
            {
                protected override void Define(ProjectBuilder project)
                {
                    var request = project.Request("row").Field<long?>("n").Field<long?>("m").Field<double?>("x").Field<double?>("y").Field<string>("s").Field<DateTimeOffset?>("t");
                    var view = project.OnDemand("table", version: 1, request){{features}};
                    project.Set("all", version: 1).With(view);
                }
            }
            """);
    }

    private static string Bind(string expression) => Name().Replace(expression, match => match.Value switch
    {
        "n" or "m" => $"r.Get<long?>(\"{match.Value}\")",
        "x" or "y" => $"r.Get<double?>(\"{match.Value}\")",
        "s" => "r.Get<string?>(\"s\")",
        _ => "r.Get<DateTimeOffset?>(\"t\")",
    });

    [GeneratedRegex(@"(?<![\w""'.])[nmxyst](?![\w""'])")]
    private static partial Regex Name();

    private static Assembly Load(string source)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);
        var compilation = CSharpCompilation.Create($"page-{Guid.NewGuid():N}", [CSharpSyntaxTree.ParseText(source)], references, options);
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Should().BeEmpty("the page's code compiles");
        return Assembly.Load(image.ToArray());
    }
}
