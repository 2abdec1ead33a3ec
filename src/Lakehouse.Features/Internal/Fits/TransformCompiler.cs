using System.Linq.Expressions;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Internal.Authoring;
using Lakehouse.Features.Internal.Rules;
using Lakehouse.Features.Internal.Translation;

namespace Lakehouse.Features.Internal.Fits;

/// <summary>Compiles a transform of a set, and says what a kind of fit takes.</summary>
internal static class TransformCompiler
{
    internal static SetTransform Compile(SetDefinition set, string name, LambdaExpression value, FitDefinition? fit)
    {
        var place = $"Feature set {set.Id}, transform {name}";
        if (set.Keys.Concat(set.Inputs).Any(f => f.Name == name)) throw new DefinitionException(Rule.DuplicateName, $"{place} has the name of a key or input; rename it.");
        var fields = set.TransformInputs;
        var scope = new TranslationScope(place, TermReader.Print, (translator, term) => RequestRules.Resolve(translator, term, ClrType.SetRow, $"set {set.Id}", fields))
        {
            AllowsTranscendental = true,
            DividesAsDouble = true,
        };
        var body = TermReader.Body(value);
        var expression = FeatureRules.Translate(scope, body);
        if (fit is not null && Refusal(fit, expression.Type) is { } refusal) throw scope.Refuse(Rule.TypeMismatch, body, refusal);
        return new(name, expression, fit);
    }

    private static string? Refusal(FitDefinition fit, DataType type) => fit switch
    {
        StandardizeFit when type.Kind == TypeKind.Double => "is a double, whose mean would depend on the order of rows. Write .Quantize(scale) on it, which makes it exact.",
        StandardizeFit when !type.IsExact => $"is {type}, where standardize takes int64 and decimal.",
        MinMaxFit or RobustFit or QuantilesFit when !type.IsNumeric => $"is {type}, where {fit.Kind} takes int64, decimal and double.",
        FrequencyFit or TargetFit or OneHotFit when !type.IsKey => $"is {type}, where the categories of {fit.Kind} are int64, string, bool, decimal, date or timestamp.",
        OneHotFit { Top: < 1 or > 10_000 } => "is given a number of slots outside 1 to 10000.",
        QuantilesFit { Buckets: < 2 or > 10_000 } => "is given a number of buckets outside 2 to 10000.",
        TargetFit { Folds: < 2 or > 100 } => "is given a number of folds outside 2 to 100: without folds a training row would be encoded by its own label.",
        TargetFit target when !(target.Smoothing >= 0) || double.IsInfinity(target.Smoothing) => "is given a smoothing that is not 0 or more.",
        TargetFit target when string.IsNullOrWhiteSpace(target.Label) => "is given no label column.",
        _ => null,
    };
}
