using System.Collections.Immutable;
using System.Globalization;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Internal.Fits;

namespace Lakehouse.Features.Evaluation;

/// <summary>Fits the transforms of a set on training rows, in any order, then computes the training rows' own values.</summary>
/// <remarks>
/// 1. <see cref="Add"/> takes every row that is fitted on. Sums are exact integers and counts, so the parameters do not depend on the order of rows.
/// 2. <see cref="Finish"/> gives the parameters, which are all that serving needs.
/// 3. <see cref="Evaluate"/> gives what the training set holds: the delegate of serving, but out of fold for target encodings of rows that were fitted on.
/// </remarks>
public sealed class SetFitter
{
    private readonly SetDefinition set;
    private readonly string setHash;
    private readonly FitSplit? split;
    private readonly FitAccumulator?[] accumulators;
    private readonly RowFunction[] values;
    private readonly int[] labelOf;
    private SetTransforms? fitted;
    private long rows;

    /// <summary>Starts a fit.</summary>
    /// <param name="set">The set.</param>
    /// <param name="setHash">Its identity.</param>
    /// <param name="labels">The spine's columns that <see cref="LabelsOf"/> names, in that order.</param>
    /// <param name="split">Which rows the caller will add; kept with the parameters.</param>
    /// <exception cref="FitException">A label is of a type that has no exact sum.</exception>
    public SetFitter(SetDefinition set, string setHash, IReadOnlyList<Field> labels, FitSplit? split)
    {
        (this.set, this.setHash, this.split) = (set, setHash, split);
        Inputs = SetTransforms.InputsOf(set);
        var names = LabelsOf(set);
        labelOf = [.. set.Transforms.Select(t => t.Fit is TargetFit target ? names.IndexOf(target.Label) : -1)];
        accumulators = [.. set.Transforms.Select((t, i) => t.Fit is null ? null : FittedKinds.Begin(t, labelOf[i] < 0 ? null : labels[labelOf[i]].Type))];
        values = [.. set.Transforms.Select(t => ExpressionCompiler.Compile(t.Value, Inputs))];
    }

    /// <summary>The features, keys and inputs that rows hold.</summary>
    public ImmutableArray<Field> Inputs { get; }

    /// <summary>The spine's columns that target encodings read, each once.</summary>
    public static ImmutableArray<string> LabelsOf(SetDefinition set) => [.. set.Transforms.Select(t => t.Fit).OfType<TargetFit>().Select(t => t.Label).Distinct()];

    /// <summary>Adds a row that is fitted on.</summary>
    /// <param name="row">The values of <see cref="Inputs"/>.</param>
    /// <param name="labels">The values of the labels.</param>
    /// <param name="spineRow">The row's position in the spine, which decides on its fold.</param>
    /// <exception cref="FitException">A transform's value overflows; the message names transform and row.</exception>
    public void Add(ReadOnlySpan<Value> row, ReadOnlySpan<Value> labels, long spineRow)
    {
        rows++;
        for (var i = 0; i < accumulators.Length; i++)
        {
            if (accumulators[i] is not { } accumulator) continue;
            accumulator.Add(ValueOf(i, row, spineRow), labelOf[i] < 0 ? Value.Null : labels[labelOf[i]], spineRow);
        }
    }

    /// <summary>Ends the fit.</summary>
    /// <exception cref="FitException">The values of a transform cannot be fitted: their variance overflows.</exception>
    public SetFit Finish()
    {
        var parameters = set.Transforms.Zip(accumulators).Where(p => p.Second is not null).Select(p => SetFit.Transform(p.First, p.Second!.Finish()));
        var fit = SetFit.Create(set, setHash, split, rows, parameters);
        fitted = SetTransforms.Compile(set, setHash, set.NeedsFit ? fit : null);
        return fit;
    }

    /// <summary>The value of a transform in a training row, after <see cref="Finish"/>.</summary>
    /// <param name="transform">Its position in the set.</param>
    /// <param name="row">The values of <see cref="Inputs"/>.</param>
    /// <param name="spineRow">The row's position in the spine.</param>
    /// <param name="isFitted">True for a row that was added.</param>
    /// <exception cref="ValueOverflowException">The value overflows; the message names the transform.</exception>
    public Value Evaluate(int transform, ReadOnlySpan<Value> row, long spineRow, bool isFitted) =>
        isFitted && accumulators[transform] is TargetAccumulator target ? target.OutOfFold(values[transform](row), spineRow) : fitted!.Evaluate(transform, row);

    private Value ValueOf(int transform, ReadOnlySpan<Value> row, long spineRow)
    {
        try
        {
            return values[transform](row);
        }
        catch (ValueOverflowException e)
        {
            throw new FitException($"Transform {set.Transforms[transform].Name} overflows at spine row {spineRow.ToString(CultureInfo.InvariantCulture)}: {e.Message} Correct the row, or leave it out.");
        }
    }
}
