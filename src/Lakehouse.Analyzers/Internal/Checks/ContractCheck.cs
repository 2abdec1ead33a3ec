using Lakehouse.Analyzers.Internal.Reading;
using Lakehouse.Features;
using Lakehouse.Features.Internal.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Lakehouse.Analyzers.Internal.Checks;

/// <summary>Records with the contract attribute: names, types of columns, event id and event time.</summary>
internal static class ContractCheck
{
    internal static void Run(SymbolAnalysisContext context)
    {
        var record = (INamedTypeSymbol)context.Symbol;
        if (SymbolRecords.ContractOf(record) is not { } contract) return;
        try
        {
            var place = $"Contract {Names.Versioned(contract.Name, contract.Version, $"Contract {record.Name}")}";
            ContractRules.CheckColumns(place, SymbolRecords.Snake(record, place));
        }
        catch (DefinitionException refusal)
        {
            var property = refusal.Part is string name ? record.GetMembers(name).FirstOrDefault() : null;
            new Reporter(context.ReportDiagnostic).Report(refusal, (property ?? record).Locations[0]);
        }
    }
}
