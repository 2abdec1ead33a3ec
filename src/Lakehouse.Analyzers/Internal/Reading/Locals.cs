using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Lakehouse.Analyzers.Internal.Reading;

/// <summary>Local variables that are assigned once, where they are declared.</summary>
internal static class Locals
{
    /// <summary>What the variable is initialized with; null where it may hold something else.</summary>
    internal static IOperation? Initializer(ILocalReferenceOperation reference)
    {
        if (reference.Local.DeclaringSyntaxReferences is not [var declaration]) return null;
        if (declaration.GetSyntax() is not VariableDeclaratorSyntax { Initializer.Value: { } value }) return null;
        if (References(reference).Any(other => other.Parent is IAssignmentOperation assignment && assignment.Target == other)) return null;
        return reference.SemanticModel?.GetOperation(value);
    }

    /// <summary>All mentions of the variable in the member that declares it.</summary>
    internal static IEnumerable<ILocalReferenceOperation> References(ILocalReferenceOperation reference) =>
        Root(reference).Descendants().OfType<ILocalReferenceOperation>().Where(other => SymbolEqualityComparer.Default.Equals(other.Local, reference.Local));

    /// <summary>The whole body that an operation stands in.</summary>
    internal static IOperation Root(IOperation operation)
    {
        while (operation.Parent is { } parent) operation = parent;
        return operation;
    }
}
