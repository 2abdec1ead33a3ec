using Lakehouse.Features;

namespace Lakehouse.Online.Sets;

/// <summary>One feature of a <see cref="SetAnswer"/>, read where the lookup left it: nothing is copied for a value.</summary>
public readonly struct AnswerColumn
{
    private readonly ViewAnswer? view;
    private readonly Value[] computed;
    private readonly int position;
    private readonly int width;
    private readonly FeatureStatus nulls;

    internal AnswerColumn(ViewAnswer view, int position) => (this.view, computed, this.position) = (view, [], position);

    internal AnswerColumn(Value[] computed, int position, int width, FeatureStatus nulls) =>
        (this.computed, this.position, this.width, this.nulls) = (computed, position, width, nulls);

    /// <summary>What the value in a row is.</summary>
    /// <param name="row">Row of the batch.</param>
    /// <param name="value">The value; NULL unless the status is <see cref="FeatureStatus.Present"/>.</param>
    public FeatureStatus Read(int row, out Value value)
    {
        if (view is not null) return view.Read(row, position, out value);
        value = computed[(row * width) + position];
        return value.IsNull ? nulls : FeatureStatus.Present;
    }
}
