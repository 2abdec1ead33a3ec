using System.Reflection;
using System.Runtime.Loader;
using Lakehouse.Analyzers.Tests.Corpus;
using Lakehouse.Features;
using Microsoft.CodeAnalysis;

namespace Lakehouse.Analyzers.Tests;

/// <summary>The corpus compiled once: what apply says of each case, and what the analyzer says.</summary>
public sealed class CorpusFixture : IAsyncLifetime
{
    private readonly Dictionary<Case, string?> refusals = [];
    private readonly Dictionary<Case, Diagnostic[]> diagnostics = [];

    public static Case[] Cases { get; } = [.. Expressions.Accepted, .. Expressions.Refused, .. Declarations.Accepted, .. Declarations.Refused];

    public async ValueTask InitializeAsync()
    {
        var compilation = Sources.Compile([("Prelude.cs", Prelude.Source), .. Cases.Select((c, i) => ($"Case{i}.cs", c.Source(i)))]);
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()).Should().Equal([], "the corpus is C# that compiles");
        image.Position = 0;
        var assembly = AssemblyLoadContext.Default.LoadFromStream(image);
        var found = (await Sources.AnalyzeAsync(compilation, TestContext.Current.CancellationToken)).ToLookup(d => d.Location.SourceTree!.FilePath, StringComparer.Ordinal);
        for (var i = 0; i < Cases.Length; i++)
        {
            refusals.Add(Cases[i], Refusal(assembly, i));
            diagnostics.Add(Cases[i], [.. found[$"Case{i}.cs"]]);
        }

        found["Prelude.cs"].Should().BeEmpty();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Why apply refuses the case; null where it does not.</summary>
    internal string? Refusal(Case definition) => refusals[definition];

    internal Diagnostic[] Diagnostics(Case definition) => diagnostics[definition];

    private static string? Refusal(Assembly assembly, int number)
    {
        var project = (FeatureProject)Activator.CreateInstance(assembly.GetType($"Case{number}.CaseProject", throwOnError: true)!)!;
        try
        {
            project.Build();
            return null;
        }
        catch (DefinitionException e)
        {
            return e.Message;
        }
    }
}
