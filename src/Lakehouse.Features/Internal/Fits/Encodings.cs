using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Nodes;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Internal.Evaluation;
using Lakehouse.Features.Internal.Json;

namespace Lakehouse.Features.Internal.Fits;

/// <summary>Encodings of categories: one look into a frozen table a value, nothing allocated.</summary>
internal static class Encodings
{
    internal static RowFunction Frequency(SetTransform transform, JsonObject parameters, IReadOnlyList<Field> row)
    {
        var count = (double)Parameters.ReadLong(parameters, "count");
        var unseen = count == 0 ? Value.Null : Value.Double(0);
        return Lookup(transform, parameters, row, (node, _) => Value.Double(Parameters.ReadLong(node, "count") / count), unseen, ofNull: Value.Null);
    }

    internal static RowFunction OneHot(SetTransform transform, OneHotFit fit, JsonObject parameters, IReadOnlyList<Field> row)
    {
        var lists = VectorNodes.OneHotLists(fit.Top + 1);
        return Lookup(transform, parameters, row, (_, slot) => lists[slot], unseen: lists[fit.Top], ofNull: lists[^1]);
    }

    internal static RowFunction Target(SetTransform transform, TargetFit fit, JsonObject parameters, IReadOnlyList<Field> row)
    {
        var (all, scale) = (ReadSum(parameters), parameters.Number("scale"));
        return Lookup(transform, parameters, row, (node, _) => ReadSum(node).Encode(all, scale, fit.Smoothing), unseen: default(LabelSum).Encode(all, scale, fit.Smoothing), ofNull: Value.Null);
    }

    private static LabelSum ReadSum(JsonObject node) =>
        new(Parameters.ReadLong(node, "count"), Int128.Parse(node.Text("sum"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));

    private static RowFunction Lookup(
        SetTransform transform, JsonObject parameters, IReadOnlyList<Field> row, Func<JsonObject, int, Value> encode, Value unseen, Value ofNull)
    {
        var codes = parameters.Items("categories").Select((node, i) => (Category: Parameters.ReadCategory(node.Text("value"), transform.Value.Type), Code: encode(node, i)))
            .ToFrozenDictionary(c => c.Category, c => c.Code);
        var category = ExpressionCompiler.Compile(transform.Value, row);
        return values => category(values) is var found && found.IsNull ? ofNull : codes.TryGetValue(found, out var code) ? code : unseen;
    }
}
