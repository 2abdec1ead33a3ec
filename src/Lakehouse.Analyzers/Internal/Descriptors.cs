using System.Collections.Immutable;
using Lakehouse.Features.Internal.Rules;
using Microsoft.CodeAnalysis;

namespace Lakehouse.Analyzers.Internal;

/// <summary>One diagnostic per rule of the language; docs/analyzers.md says what, why, and what to do instead.</summary>
internal static class Descriptors
{
    private static readonly ImmutableDictionary<Rule, DiagnosticDescriptor> ByRule = ImmutableDictionary.CreateRange(
    [
        Of(Rule.ClosedList, "Operation that definitions do not have"),
        Of(Rule.ExactDivision, "Division of exact numbers"),
        Of(Rule.AggregateType, "Aggregate over a type that it does not take"),
        Of(Rule.TypeMismatch, "Types that do not meet without loss"),
        Of(Rule.KeyType, "Key of an unfit type"),
        Of(Rule.Transcendental, "Function whose last bits differ between machines"),
        Of(Rule.UnstableValue, "Value that differs from build to build"),
        Of(Rule.ConstantNeeded, "Argument that must be a fitting constant"),
        Of(Rule.EventRoles, "Contract without exactly one event id and event time"),
        Of(Rule.ColumnType, "Type that no column has"),
        Of(Rule.Name, "Name that is not allowed"),
        Of(Rule.DuplicateName, "Two things of one name"),
        Of(Rule.Window, "Window, grid or span that does not fit"),
        Of(Rule.Incomplete, "Incomplete definition"),
        Of(Rule.SetMember, "Set that names what a view lacks"),
        Of(Rule.Mapping, "Mapping that is not complete"),
        Of(Rule.RequestField, "Request field that is not declared"),
    ]);

    internal static ImmutableArray<DiagnosticDescriptor> All { get; } = [.. ByRule.OrderBy(p => p.Key).Select(p => p.Value)];

    internal static DiagnosticDescriptor For(Rule rule) => ByRule[rule];

    private static KeyValuePair<Rule, DiagnosticDescriptor> Of(Rule rule, string title)
    {
        var id = $"LH{(int)rule:0000}";
        var help = $"Applying the repository would refuse it; see {id} in docs/analyzers.md.";
        return new(rule, new(id, title, "{0}", "Lakehouse.Definitions", DiagnosticSeverity.Error, isEnabledByDefault: true, help));
    }
}
