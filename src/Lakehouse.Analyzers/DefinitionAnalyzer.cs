using System.Collections.Immutable;
using Lakehouse.Analyzers.Internal;
using Lakehouse.Analyzers.Internal.Checks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Lakehouse.Analyzers;

/// <summary>Reports at compile time, at the offending expression, what applying a feature repository would refuse.</summary>
/// <remarks>
/// 1. Only calls of the language's own methods, and records with its contract attribute, are looked at.
/// 2. A lambda is read as the same terms as a compiled one, and translated by the same code that apply runs (linked source).
/// 3. What does not compile is the compiler's to report; what source text does not show, such as the value of a captured variable, is left to apply.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DefinitionAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Descriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName("Lakehouse.Features.ProjectBuilder")?.ContainingAssembly is not { } language) return;
            start.RegisterOperationAction(call => Check(call, language), OperationKind.Invocation);
            start.RegisterSymbolAction(symbol => ContractCheck.Run(symbol), SymbolKind.NamedType);
        });
    }

    private static void Check(OperationAnalysisContext context, IAssemblySymbol language)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingAssembly, language)) return;
        if (call.TargetMethod.TypeArguments.Any(type => type.TypeKind == TypeKind.Error)) return;
        var reporter = new Reporter(context.ReportDiagnostic);
        switch (call.TargetMethod.ContainingType.Name)
        {
            case "ProjectBuilder": ProjectCheck.Run(call, reporter); break;
            case "ContractBuilder": RuleCheck.Run(call, reporter); break;
            case "WindowView" or "StateView" or "OnDemandView" or "EntityView" or "View": ViewCheck.Run(call, reporter); break;
            case "Window": WindowCheck.Run(call, reporter); break;
            case "Request": RequestCheck.Run(call, reporter); break;
            case "SetBuilder": SetCheck.Run(call, reporter); break;
        }
    }
}
