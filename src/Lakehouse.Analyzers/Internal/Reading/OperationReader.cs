using System.Collections.Immutable;
using Lakehouse.Features.Internal.Translation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Lakehouse.Analyzers.Internal.Reading;

/// <summary>Reads lambdas in source as the terms that apply reads of the compiled ones.</summary>
internal sealed class OperationReader
{
    private readonly ConstantOperations constants;

    private OperationReader(IAnonymousFunctionOperation lambda) => constants = new(lambda);

    /// <summary>The body of a lambda argument; null where the argument is no lambda, or does not compile.</summary>
    internal static Term? Body(IOperation argument)
    {
        if (Lambda(argument) is not { } lambda || lambda.Descendants().Any(o => o.Kind == OperationKind.Invalid)) return null;
        return Result(lambda) is { } result ? new OperationReader(lambda).Read(result) : null;
    }

    /// <summary>A term as its author wrote it, in one line.</summary>
    internal static string Print(Term term) =>
        string.Join(" ", ((IOperation)term.Origin).Syntax.ToString().Split([' ', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)).Replace("!.", ".");

    private static IAnonymousFunctionOperation? Lambda(IOperation operation) => operation switch
    {
        IAnonymousFunctionOperation lambda => lambda,
        IConversionOperation conversion => Lambda(conversion.Operand),
        IDelegateCreationOperation creation => Lambda(creation.Target),
        _ => null,
    };

    private static IOperation? Result(IAnonymousFunctionOperation lambda) =>
        lambda.Body.Operations is [IReturnOperation { ReturnedValue: { } value }] ? value : null;

    private Term Read(IOperation operation)
    {
        var type = SymbolTypes.Of(operation.Type);
        if (IsNoConversion(operation)) return Read(((IConversionOperation)operation).Operand);
        if (Lambda(operation) is { } lambda)
            return Result(lambda) is { } result ? new LambdaTerm(type, operation, Read(result)) : new OtherTerm(type, operation, "a block of statements");
        if (constants.IsClosed(operation)) return constants.Read(operation, type);
        return operation switch
        {
            IConversionOperation conversion => new ConversionTerm(type, operation, Read(conversion.Operand)),
            IUnaryOperation unary => new UnaryTerm(type, operation, OperatorOf(unary.OperatorKind), Read(unary.Operand)),
            IBinaryOperation binary => new BinaryTerm(type, operation, OperatorOf(binary.OperatorKind), Read(binary.LeftOperand), Read(binary.RightOperand)),
            ICoalesceOperation coalesce => new BinaryTerm(type, operation, Operator.Coalesce, Read(coalesce.Value), Read(coalesce.WhenNull)),
            IConditionalOperation { WhenFalse: { } otherwise } choice => new ConditionalTerm(type, operation, Read(choice.Condition), Read(choice.WhenTrue), Read(otherwise)),
            IPropertyReferenceOperation { Arguments.IsEmpty: false } item => Call(type, item, item.Property, item.Property.GetMethod?.Name ?? "", item.Instance, item.Arguments),
            IPropertyReferenceOperation or IFieldReferenceOperation => Member(type, (IMemberReferenceOperation)operation),
            IInvocationOperation call => Call(type, call, Original(call.TargetMethod), call.TargetMethod.Name, call.Instance, call.Arguments),
            IObjectCreationOperation creation => new NewTerm(type, operation, Assigned(creation)),
            IArrayCreationOperation array => new ListTerm(type, operation, [.. (array.Initializer?.ElementValues ?? []).Select(Read)]),
            IParameterReferenceOperation => new ParameterTerm(type, operation),
            IArrayElementReferenceOperation => new OtherTerm(type, operation, "an element of a list"),
            IInterpolatedStringOperation => new CallTerm(type, operation, Instance: null, new(ClrType.String), "Format", []),
            _ => new OtherTerm(type, operation, operation.Kind.ToString()),
        };
    }

    /// <summary>The method that an override overrides, which is what a compiled lambda calls.</summary>
    private static IMethodSymbol Original(IMethodSymbol method) => method.OverriddenMethod is { } overridden ? Original(overridden) : method;

    /// <summary>True for conversions that compiled lambdas do not hold.</summary>
    private static bool IsNoConversion(IOperation operation) =>
        operation is IConversionOperation { IsImplicit: true, Operand.Type: not null, Conversion: { IsReference: true } or { IsIdentity: true } } && Lambda(operation) is null;

    private MemberTerm Member(ClrType type, IMemberReferenceOperation member) =>
        new(type, member, member.Instance is { } owner ? Read(owner) : null, SymbolTypes.Declaring(member.Member), member.Member.Name);

    private CallTerm Call(ClrType type, IOperation operation, ISymbol member, string name, IOperation? instance, ImmutableArray<IArgumentOperation> arguments) => new(
        type, operation, instance is null ? null : Read(instance), SymbolTypes.Declaring(member), name,
        [.. arguments.OrderBy(a => a.Parameter?.Ordinal ?? 0).Select(a => Read(a.Value))]);

    private Dictionary<string, Term> Assigned(IObjectCreationOperation creation)
    {
        var assigned = new Dictionary<string, Term>(StringComparer.Ordinal);
        foreach (var argument in creation.Arguments)
        {
            if (argument.Parameter is { } parameter) assigned[parameter.Name] = Read(argument.Value);
        }

        foreach (var assignment in (creation.Initializer?.Initializers ?? []).OfType<ISimpleAssignmentOperation>())
        {
            if (assignment.Target is IMemberReferenceOperation target) assigned[target.Member.Name] = Read(assignment.Value);
        }

        return assigned;
    }

    private static Operator OperatorOf(UnaryOperatorKind kind) => kind switch
    {
        UnaryOperatorKind.Not => Operator.Not,
        UnaryOperatorKind.Minus => Operator.Negate,
        _ => Operator.Other,
    };

    private static Operator OperatorOf(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.And or BinaryOperatorKind.ConditionalAnd => Operator.And,
        BinaryOperatorKind.Or or BinaryOperatorKind.ConditionalOr => Operator.Or,
        BinaryOperatorKind.Equals => Operator.Equal,
        BinaryOperatorKind.NotEquals => Operator.NotEqual,
        BinaryOperatorKind.LessThan => Operator.Less,
        BinaryOperatorKind.LessThanOrEqual => Operator.LessOrEqual,
        BinaryOperatorKind.GreaterThan => Operator.Greater,
        BinaryOperatorKind.GreaterThanOrEqual => Operator.GreaterOrEqual,
        BinaryOperatorKind.Add => Operator.Add,
        BinaryOperatorKind.Subtract => Operator.Subtract,
        BinaryOperatorKind.Multiply => Operator.Multiply,
        BinaryOperatorKind.Divide => Operator.Divide,
        BinaryOperatorKind.Remainder => Operator.Remainder,
        _ => Operator.Other,
    };
}
