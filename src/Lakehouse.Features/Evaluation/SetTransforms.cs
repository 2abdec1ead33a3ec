using System.Collections.Immutable;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Fits;

namespace Lakehouse.Features.Evaluation;

/// <summary>The transforms of a set compiled once, with a fit's parameters inside; training and serving run the same delegates. Immutable and thread-safe.</summary>
public sealed class SetTransforms
{
    private readonly ImmutableArray<RowFunction> functions;

    private SetTransforms(SetDefinition set, ImmutableArray<Field> inputs, IEnumerable<RowFunction> functions)
    {
        Transforms = set.Transforms;
        Inputs = inputs;
        this.functions = [.. functions];
    }

    /// <summary>The transforms in the set's order.</summary>
    public ImmutableArray<SetTransform> Transforms { get; }

    /// <summary>The row that <see cref="Evaluate"/> takes: the features, keys and inputs that some transform reads.</summary>
    public ImmutableArray<Field> Inputs { get; }

    /// <summary>What the transforms of a set read.</summary>
    public static ImmutableArray<Field> InputsOf(SetDefinition set)
    {
        var read = ExprWalk.ColumnNames(set.Transforms.Select(t => t.Value)).ToHashSet(StringComparer.Ordinal);
        return [.. set.TransformInputs.Where(f => read.Contains(f.Name))];
    }

    /// <summary>Compiles the transforms of a set.</summary>
    /// <param name="set">The set.</param>
    /// <param name="setHash">Its identity.</param>
    /// <param name="fit">The parameters; may be null where no transform needs them.</param>
    /// <exception cref="FitException">A transform needs a fit and there is none, the fit belongs to another definition, or none is needed.</exception>
    /// <exception cref="FormatException">The fit's parameters are not of this format.</exception>
    public static SetTransforms Compile(SetDefinition set, string setHash, SetFit? fit)
    {
        if (set.NeedsFit && fit is null)
        {
            throw new FitException(
                $"Set {set.Id} has fitted transforms ({string.Join(", ", set.Transforms.Where(t => t.Fit is not null).Select(t => t.Name))}), and no fit is named: "
                + "name the training set that the model was trained on, or set a default fit.");
        }

        if (!set.NeedsFit && fit is not null) throw new FitException($"Set {set.Id} has no fitted transforms, and fit {fit.Hash} is named: leave the fit out.");
        if (set.NeedsFit && fit!.SetHash != setHash) throw new FitException($"The fit {fit.Hash} belongs to set {fit.SetHash}, and {set.Id} is {setHash}: name a fit of this set.");
        var inputs = InputsOf(set);
        return new(set, inputs, set.Transforms.Select(t => FittedKinds.Compile(t, t.Fit is null ? null : fit!.ParametersOf(t), inputs)));
    }

    /// <summary>The value of a transform.</summary>
    /// <param name="transform">Its position.</param>
    /// <param name="row">The values of <see cref="Inputs"/>.</param>
    /// <exception cref="ValueOverflowException">The value does not fit its type; the message names the transform.</exception>
    public Value Evaluate(int transform, ReadOnlySpan<Value> row)
    {
        try
        {
            return functions[transform](row);
        }
        catch (ValueOverflowException e)
        {
            throw new ValueOverflowException($"Transform {Transforms[transform].Name} overflows: {e.Message}");
        }
    }
}
