using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;
using Lakehouse.Online;
using Lakehouse.Pipelines.Lookup;

namespace Lakehouse.Pipelines.Internal.Lookup;

/// <summary>The columns that a set takes from an on-demand view, compiled.</summary>
internal sealed class OnDemandFeatures(OnDemandViewDefinition view, SetMember member)
{
    private readonly (FeatureColumn Column, RowFunction Compute)[] columns = [.. member.Columns.Select(c => (c, ExpressionCompiler.Compile(c.Expression, view.Inputs)))];

    /// <summary>The features of one request; a missing input is NULL, and so is a result that does not fit its type.</summary>
    public IEnumerable<LookedUpFeature> Compute(IReadOnlyDictionary<string, Value> request)
    {
        Value[] row = [.. view.Inputs.Select(i => request.GetValueOrDefault(i.Name))];
        return columns.Select(c =>
        {
            var value = Evaluate(c.Compute, row);
            return new LookedUpFeature(view.Id.Name, c.Column.Name, c.Column.Type, value, value.IsNull ? FeatureStatus.Null : FeatureStatus.Present);
        });
    }

    private static Value Evaluate(RowFunction compute, Value[] row)
    {
        try
        {
            return compute(row);
        }
        catch (ValueOverflowException)
        {
            return Value.Null;
        }
    }
}
