using Lakehouse.Features.Internal.Translation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Lakehouse.Analyzers.Internal.Reading;

/// <summary>The calls of a fluent declaration from its first on, also by way of a local variable.</summary>
internal static class Chain
{
    /// <summary>The calls up to this one, first call first; empty where the beginning is not visible.</summary>
    internal static IReadOnlyList<IInvocationOperation> Of(IOperation? operation)
    {
        var calls = new List<IInvocationOperation>();
        while (Visible(operation) is IInvocationOperation call)
        {
            calls.Add(call);
            operation = call.Instance;
            if (call.TargetMethod.ContainingType.Name == "ProjectBuilder")
            {
                calls.Reverse();
                return calls;
            }
        }

        return [];
    }

    /// <summary>The calls of a declaration that nothing else adds to: a whole expression, or a variable that is only handed to sets.</summary>
    internal static IReadOnlyList<IInvocationOperation>? Whole(IOperation operation)
    {
        operation = Unwrapped(operation);
        if (operation is ILocalReferenceOperation local && Locals.References(local).Any(IsReceiverOrEscapes)) return null;
        return Of(operation) is { Count: > 0 } calls ? calls : null;
    }

    /// <summary>True where nothing can be added to the declaration that ends with this call.</summary>
    internal static bool EndsHere(IInvocationOperation call)
    {
        var parent = call.Parent;
        while (parent is IConversionOperation) parent = parent.Parent;
        return parent switch
        {
            IExpressionStatementOperation => true,
            IArgumentOperation { Parent: IInvocationOperation outer } => outer.TargetMethod.ContainingType.Name == "SetBuilder",
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } =>
                !Locals.Root(call).Descendants().OfType<ILocalReferenceOperation>()
                    .Any(other => SymbolEqualityComparer.Default.Equals(other.Local, declarator.Symbol) && IsReceiverOrEscapes(other)),
            _ => false,
        };
    }

    internal static IOperation? Argument(IInvocationOperation call, string parameter) => call.Arguments.FirstOrDefault(a => a.Parameter?.Name == parameter)?.Value;

    /// <summary>A constant argument.</summary>
    internal static T? Constant<T>(IInvocationOperation call, string parameter)
        where T : class => Argument(call, parameter) is { } argument && ConstantOperations.TryValue(argument, out var value) ? value as T : null;

    /// <summary>A constant argument.</summary>
    internal static T? Number<T>(IInvocationOperation call, string parameter)
        where T : struct => Argument(call, parameter) is { } argument && ConstantOperations.TryValue(argument, out var value) && value is T number ? number : null;

    /// <summary>The values of a params argument; null where they are not listed.</summary>
    internal static IReadOnlyList<IOperation>? Items(IInvocationOperation call, string parameter) => Argument(call, parameter) switch
    {
        IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
        ICollectionExpressionOperation list when list.Elements.All(e => e is not ISpreadOperation) => list.Elements,
        _ => null,
    };

    internal static ClrType TypeArgument(IInvocationOperation call) => SymbolTypes.Of(call.TargetMethod.TypeArguments.FirstOrDefault());

    private static IOperation? Visible(IOperation? operation) => Unwrapped(operation) switch
    {
        ILocalReferenceOperation local => Locals.Initializer(local) is { } initial ? Visible(initial) : null,
        var other => other,
    };

    private static IOperation Unwrapped(IOperation? operation)
    {
        while (operation is IConversionOperation conversion) operation = conversion.Operand;
        return operation!;
    }

    private static bool IsReceiverOrEscapes(ILocalReferenceOperation reference)
    {
        IOperation current = reference;
        while (current.Parent is IConversionOperation conversion) current = conversion;
        return current.Parent is not IArgumentOperation { Parent: IInvocationOperation call } || call.TargetMethod.ContainingType.Name != "SetBuilder";
    }
}
