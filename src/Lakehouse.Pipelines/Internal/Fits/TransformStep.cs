using Lakehouse.Engine;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Pipelines.Internal.Fits;

/// <summary>The transforms of a set as the post-join step of a training join: fits their parameters on the joined rows, then computes their columns.</summary>
internal sealed class TransformStep(SetDefinition set, string setHash, FitSplit? split)
{
    /// <summary>Column of training sets with a split: whether the row was fitted on.</summary>
    public const string IsFittedColumn = "is_fitted";

    private const string RowColumn = "spine_row";

    /// <summary>What was fitted; null for a set without fitted transforms.</summary>
    public SetFit? Fit { get; private set; }

    /// <summary>Fits, and gives the columns.</summary>
    /// <exception cref="JobException">The rows lack a column that the fit needs, or their values cannot be fitted.</exception>
    public IReadOnlyList<ComputedColumn> Run(IJoinedRows rows, CancellationToken ct)
    {
        try
        {
            var labels = SetFitter.LabelsOf(set).Select(l => Find(rows, l, "A target encoding's label")).ToArray();
            var fitter = new SetFitter(set, setHash, labels, split);
            Read(rows, fitter, labels, ct);
            Fit = set.NeedsFit ? fitter.Finish() : FinishWithoutFit(fitter);
            return [.. SplitColumns(rows), .. set.Transforms.Select((t, i) => Column(rows, fitter, t, i))];
        }
        catch (FitException e)
        {
            throw new JobException(1, $"Set {set.Id}: {e.Message} Nothing was built.", e);
        }
    }

    private static SetFit? FinishWithoutFit(SetFitter fitter)
    {
        fitter.Finish();
        return null;
    }

    private void Read(IJoinedRows rows, SetFitter fitter, Field[] labels, CancellationToken ct)
    {
        if (!set.NeedsFit) return;
        var inputs = new RowInputs(rows, fitter.Inputs);
        var id = IdOf(rows);
        string[] columns = [.. inputs.Columns, .. labels.Select(l => l.Name), RowColumn, id.Name];
        var (labelsAt, rowAt, idAt) = (inputs.Columns.Count, columns.Length - 2, columns.Length - 1);
        rows.Read(columns, values =>
        {
            if (split is null || split.Includes(values[idAt], id.Type)) fitter.Add(inputs.Of(values), values.AsSpan(labelsAt, labels.Length), values[rowAt].AsInt64);
        }, ct);
    }

    private IEnumerable<ComputedColumn> SplitColumns(IJoinedRows rows)
    {
        if (split is not { } given || !set.NeedsFit) yield break;
        var id = IdOf(rows);
        yield return new(IsFittedColumn, DataType.Bool, [id.Name], values => Value.Bool(given.Includes(values[0], id.Type)));
    }

    private ComputedColumn Column(IJoinedRows rows, SetFitter fitter, SetTransform transform, int position)
    {
        var inputs = new RowInputs(rows, fitter.Inputs);
        var rowAt = inputs.Columns.Count;
        string[] columns = split is null || !set.NeedsFit ? [.. inputs.Columns, RowColumn] : [.. inputs.Columns, RowColumn, IsFittedColumn];
        return new(transform.Name, transform.Type, columns, values =>
            fitter.Evaluate(position, inputs.Of(values), values[rowAt].AsInt64, isFitted: columns.Length == rowAt + 1 || values[rowAt + 1].AsBool));
    }

    private Field IdOf(IJoinedRows rows)
    {
        var id = Find(rows, split?.Column ?? RowColumn, "The split's id");
        return id.Type.IsKey ? id : throw new FitException($"The split's id {id.Name} is {id.Type}: ids are int64, string, bool, decimal, date or timestamp.");
    }

    private static Field Find(IJoinedRows rows, string name, string what) => rows.Columns.FirstOrDefault(c => c.Name == name)
        ?? throw new FitException($"{what} is the column {name}, and the spine has none of that name; it has {string.Join(", ", rows.Columns.Select(c => c.Name))}.");

    /// <summary>A transform's inputs out of the joined rows' columns; an input that the spine lacks is NULL. Holds one row at a time.</summary>
    private sealed class RowInputs
    {
        private readonly int[] places;
        private readonly Value[] row;

        public RowInputs(IJoinedRows rows, IReadOnlyList<Field> inputs)
        {
            row = new Value[inputs.Count];
            var found = inputs.Select(i => i.Name.Replace(".", "__", StringComparison.Ordinal)).Select((name, i) => (Name: name, Place: i))
                .Where(c => rows.Columns.Any(known => known.Name == c.Name)).ToList();
            Columns = [.. found.Select(c => c.Name)];
            places = [.. found.Select(c => c.Place)];
        }

        public IReadOnlyList<string> Columns { get; }

        public Value[] Of(ReadOnlySpan<Value> values)
        {
            for (var i = 0; i < places.Length; i++) row[places[i]] = values[i];
            return row;
        }
    }
}
