using Lakehouse.Features;
using Lakehouse.Features.Internal.Rules;
using Lakehouse.Features.Internal.Translation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Lakehouse.Analyzers.Internal.Reading;

/// <summary>What the parameters of lambdas mean, read from source.</summary>
internal static class Scopes
{
    /// <summary>Rows of a contract; null where the record itself is refused, at another place.</summary>
    internal static TranslationScope? OfContract(ITypeSymbol record, string place) => Shape(() => SymbolRecords.Snake(record, place)) is { } shape ? OfRows(shape, place) : null;

    /// <summary>Raw rows; null where the record itself is refused, at another place.</summary>
    internal static TranslationScope? OfRaw(ITypeSymbol record, string place) => Shape(() => SymbolRecords.Raw(record, place)) is { } shape ? OfRows(shape, place) : null;

    /// <summary>Raw rows and their position.</summary>
    internal static TranslationScope? OfMapping(ITypeSymbol record, IInvocationOperation call, string place)
    {
        if (Shape(() => SymbolRecords.Raw(record, place)) is not { } shape) return null;
        var source = Chain.Of(Chain.Argument(call, "source")) is { Count: > 0 } calls ? calls[0] : null;
        var name = source is null ? null : Chain.Constant<string>(source, "name");
        var isDelta = source is not null && Chain.Argument(source, "format") is IInvocationOperation { TargetMethod: { Name: "Delta", ContainingType.Name: "Format" } };
        return new(place, OperationReader.Print, (translator, term) => shape.Resolve(term) ?? ContractRules.Position(translator, term, name ?? "", isDelta));
    }

    /// <summary>A request; fields that are not visible are taken as declared.</summary>
    internal static TranslationScope OfRequest(IInvocationOperation? view, string place)
    {
        var calls = view is null ? null : Chain.Argument(view, "request") is { } request ? Chain.Whole(request) : null;
        var name = calls is null ? null : Chain.Constant<string>(calls[0], "name");
        var fields = calls?.Skip(1).Select(Field).ToList();
        var isVisible = name is not null && fields is not null && fields.TrueForAll(f => f is not null);
        return new(place, OperationReader.Print, (translator, term) => isVisible ? RequestRules.Resolve(translator, term, name!, fields!) : Unseen(translator, term))
        {
            AllowsTranscendental = true,
        };
    }

    /// <summary>A shape, or null where its record is refused.</summary>
    internal static RecordShape? Shape(Func<RecordShape> read)
    {
        try
        {
            return read();
        }
        catch (DefinitionException)
        {
            return null;
        }
    }

    /// <summary>True where the entity itself is refused, at its declaration.</summary>
    internal static bool IsRefused(EntityRules entity)
    {
        try
        {
            entity.Check();
            return false;
        }
        catch (DefinitionException)
        {
            return true;
        }
    }

    private static TranslationScope OfRows(RecordShape shape, string place) => new(place, OperationReader.Print, (_, term) => shape.Resolve(term));

    private static Features.Expressions.Expr? Unseen(Translator translator, Term term) =>
        term is CallTerm call && call.DeclaringType.Is(ClrType.RequestRow) ? RequestRules.OfUnknownName(translator, term) : null;

    private static Field? Field(IInvocationOperation call)
    {
        if (Chain.Constant<string>(call, "name") is not { } name) return null;
        var digits = Chain.Number<int>(call, "precision") is { } precision && Chain.Number<int>(call, "scale") is { } scale ? (precision, scale) : ((int, int)?)null;
        try
        {
            return RequestRules.Field("request", name, Chain.TypeArgument(call), digits, []);
        }
        catch (DefinitionException)
        {
            return null;
        }
    }
}
