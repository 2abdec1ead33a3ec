using Lakehouse.Analyzers.Internal.Reading;
using Lakehouse.Features;
using Lakehouse.Features.Internal.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Lakehouse.Analyzers.Internal.Checks;

/// <summary>Lengths of windows.</summary>
internal static class WindowCheck
{
    internal static void Run(IInvocationOperation call, Reporter reporter)
    {
        if (WindowRules.UnitOf(call.TargetMethod.Name) is { } unit && Chain.Number<int>(call, "count") is { } count)
            reporter.Try(call.Syntax, () => WindowRules.Length(count, unit));
    }

    /// <summary>Suffix and length of a window; null where source text does not show it, or where it is refused at its own place.</summary>
    internal static (string Suffix, long? Micros)? Read(IOperation operation)
    {
        while (operation is IConversionOperation conversion) operation = conversion.Operand;
        if (operation is ILocalReferenceOperation local && Locals.Initializer(local) is { } initial) operation = initial;
        if (operation is IPropertyReferenceOperation { Property: { Name: "Lifetime", ContainingType.Name: "Window" } }) return ("lifetime", null);
        if (operation is not IInvocationOperation call || WindowRules.UnitOf(call.TargetMethod.Name) is not { } unit || Chain.Number<int>(call, "count") is not { } count)
            return null;
        try
        {
            return WindowRules.Length(count, unit);
        }
        catch (DefinitionException)
        {
            return null;
        }
    }
}
