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

    /// <summary>The features of one request; a missing input is NULL.</summary>
    /// <exception cref="JobException">A result does not fit its type: as at serving and at training, no value is given rather than a made-up one.</exception>
    public IEnumerable<LookedUpFeature> Compute(IReadOnlyDictionary<string, Value> request)
    {
        Value[] row = [.. view.Inputs.Select(i => request.GetValueOrDefault(i.Name))];
        return columns.Select(c =>
        {
            var value = Evaluate(c.Column, c.Compute, row);
            return new LookedUpFeature(view.Id.Name, c.Column.Name, c.Column.Type, value, value.IsNull ? FeatureStatus.Null : FeatureStatus.Present);
        });
    }

    private Value Evaluate(FeatureColumn column, RowFunction compute, Value[] row)
    {
        try
        {
            return compute(row);
        }
        catch (ValueOverflowException e)
        {
            throw new JobException(1, $"Feature {view.Id.Name}.{column.Name} overflows for the given inputs: {e.Message} Give other inputs.", e);
        }
    }
}
