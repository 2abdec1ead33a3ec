using System.Globalization;
using Lakehouse.Features.Internal.Translation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Lakehouse.Analyzers.Internal.Reading;

/// <summary>Parts of a lambda that do not depend on its row, and their values where source text shows them.</summary>
internal sealed class ConstantOperations
{
    private readonly HashSet<ISymbol> lambdas = new(SymbolEqualityComparer.Default);

    internal ConstantOperations(IAnonymousFunctionOperation lambda)
    {
        foreach (var inner in lambda.DescendantsAndSelf().OfType<IAnonymousFunctionOperation>()) lambdas.Add(inner.Symbol);
    }

    /// <summary>True for a part without the lambda's parameters and without words that only definitions know.</summary>
    internal bool IsClosed(IOperation operation) => !operation.DescendantsAndSelf().Any(part => part switch
    {
        IParameterReferenceOperation parameter => lambdas.Contains(parameter.Parameter.ContainingSymbol),
        IInvocationOperation call => SymbolTypes.Declaring(call.TargetMethod).Name is ClrType.FeatureExpressions or ClrType.FeatureTransforms,
        _ => false,
    });

    internal ConstantTerm Read(IOperation operation, ClrType type)
    {
        var isKnown = TryValue(operation, out var value);
        return new(type, operation, (_, _) => value)
        {
            IsKnown = isKnown,
            IsNullLiteral = isKnown && value is null,
            UnstableMember = Unstable(operation),
            ReadsLocalTime = operation.DescendantsAndSelf().Any(IsLocalTime),
        };
    }

    /// <summary>The value that source text shows.</summary>
    internal static bool TryValue(IOperation operation, out object? value)
    {
        value = operation.ConstantValue.Value;
        if (operation.ConstantValue.HasValue)
        {
            value = As(value, SymbolTypes.Of(operation.Type));
            return true;
        }

        switch (operation)
        {
            case IConversionOperation { OperatorMethod: null } conversion when TryValue(conversion.Operand, out value):
                value = As(value, SymbolTypes.Of(conversion.Type));
                return true;
            case IDefaultValueOperation when operation.Type is { IsReferenceType: true } || SymbolTypes.Of(operation.Type).IsNullable: return true;
            case IArrayCreationOperation { Initializer: { } initializer }: return TryArray(initializer, out value);
            case ILocalReferenceOperation local when Locals.Initializer(local) is { } initial: return TryValue(initial, out value);
            default: return TimeSpans.TryValue(operation, out value);
        }
    }

    /// <summary>The member in a part that gives another value at every build, also by way of a local variable.</summary>
    private static string? Unstable(IOperation operation)
    {
        foreach (var part in operation.DescendantsAndSelf())
        {
            var found = part switch
            {
                IMemberReferenceOperation { Instance: null } member => Name(member.Member),
                IInvocationOperation { Instance: null } call => Name(call.TargetMethod),
                IObjectCreationOperation { Type: { Name: "Random", ContainingNamespace.Name: "System" } } => "Random",
                ILocalReferenceOperation local when Locals.Initializer(local) is { } initial => Unstable(initial),
                _ => null,
            };
            if (found is not null) return found;
        }

        return null;
    }

    private static string? Name(ISymbol member) => Literals.IsUnstable(member.Name) ? $"{member.ContainingType?.Name}.{member.Name}" : null;

    private static bool IsLocalTime(IOperation operation) => operation switch
    {
        IConversionOperation conversion => SymbolTypes.Of(conversion.Operand.Type).Is(ClrType.DateTime) && SymbolTypes.Of(conversion.Type).Is(ClrType.DateTimeOffset),
        IObjectCreationOperation { Arguments.Length: 1 } creation =>
            SymbolTypes.Of(creation.Type).Is(ClrType.DateTimeOffset) && SymbolTypes.Of(creation.Arguments[0].Value.Type).Is(ClrType.DateTime),
        _ => false,
    };

    private static bool TryArray(IArrayInitializerOperation initializer, out object? value)
    {
        var values = new object?[initializer.ElementValues.Length];
        value = null;
        for (var i = 0; i < values.Length; i++)
        {
            if (!TryValue(initializer.ElementValues[i], out values[i])) return false;
        }

        value = initializer.ElementValues.All(v => v.Type?.SpecialType == SpecialType.System_String) ? Array.ConvertAll(values, v => (string)v!) : values;
        return true;
    }

    private static object? As(object? value, ClrType type) => value is null ? null : type.Name switch
    {
        ClrType.Double or ClrType.Single when value is not (string or bool or char) => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        ClrType.Decimal when value is not (string or bool or char) => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        ClrType.StringComparison => (StringComparison)Convert.ToInt32(value, CultureInfo.InvariantCulture),
        _ => value,
    };
}
