using System.Globalization;
using System.Text.Json.Nodes;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Internal.Json;

namespace Lakehouse.Features.Internal.Fits;

/// <summary>Count and exact sum of a label by category, in all and by fold.</summary>
/// <remarks>
/// 1. A row's fold is the hash bucket of its spine_row (semantics §5): a function of the row, not of order.
/// 2. Rows with a NULL category or label count nowhere.
/// 3. Out of fold: the totals minus those of the row's own fold, so that neither its label nor those beside it are in its encoding.
/// </remarks>
internal sealed class TargetAccumulator : FitAccumulator
{
    private readonly TargetFit fit;
    private readonly DataType type;
    private readonly int scale;
    private readonly Dictionary<Value, LabelSum> totals = [];
    private readonly Dictionary<Value, LabelSum>[] folds;
    private readonly LabelSum[] foldTotals;
    private LabelSum all;

    internal TargetAccumulator(SetTransform transform, TargetFit fit, DataType label)
    {
        if (label.Kind is not (TypeKind.Int64 or TypeKind.Decimal or TypeKind.Bool))
            throw new FitException($"Transform {transform.Name} encodes by label {fit.Label}, which is {label}: labels are int64, decimal or bool, whose sums are exact. Convert the column.");
        (this.fit, type, scale) = (fit, transform.Value.Type, label.Scale);
        folds = [.. Enumerable.Range(0, fit.Folds).Select(_ => new Dictionary<Value, LabelSum>())];
        foldTotals = new LabelSum[fit.Folds];
    }

    internal override void Add(Value value, Value label, long spineRow)
    {
        if (value.IsNull || label.IsNull) return;
        var fold = Fold(spineRow);
        totals[value] = totals.GetValueOrDefault(value).With(label.AsInt64);
        folds[fold][value] = folds[fold].GetValueOrDefault(value).With(label.AsInt64);
        foldTotals[fold] = foldTotals[fold].With(label.AsInt64);
        all = all.With(label.AsInt64);
    }

    internal override JsonObject Finish() => new()
    {
        ["count"] = all.Count,
        ["sum"] = all.Sum.ToString(CultureInfo.InvariantCulture),
        ["scale"] = scale,
        ["categories"] = totals.Select(t => (Text: Parameters.Category(t.Key, type), t.Value)).OrderBy(t => t.Text, Utf8Order.Comparer)
            .Select(t => (JsonNode)new JsonObject { ["value"] = t.Text, ["count"] = t.Value.Count, ["sum"] = t.Value.Sum.ToString(CultureInfo.InvariantCulture) }).ToJson(),
    };

    internal Value OutOfFold(Value category, long spineRow)
    {
        if (category.IsNull) return Value.Null;
        var fold = Fold(spineRow);
        return (totals.GetValueOrDefault(category) - folds[fold].GetValueOrDefault(category)).Encode(all - foldTotals[fold], scale, fit.Smoothing);
    }

    private int Fold(long spineRow)
    {
        Span<char> text = stackalloc char[20];
        spineRow.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        return (int)FeatureHash.Bucket(fit.Seed, text[..length], fit.Folds);
    }
}
