using System.Linq.Expressions;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Tests.Authoring;

namespace Lakehouse.Features.Tests.Transforms;

/// <summary>A set with one fitted transform over one input, fitted on values.</summary>
internal sealed class FitCase
{
    internal const string Hash = "sha256:set";

    private FitCase(SetDefinition set) => Set = set;

    internal SetDefinition Set { get; }

    internal static FitCase Of<T>(Expression<Func<SetRow, T>> value, FitDefinition fit) => new(InlineProject.Build(p => Declare(p, value, fit)).Sets.Single());

    internal static void Declare<T>(ProjectBuilder project, Expression<Func<SetRow, T>> value, FitDefinition fit)
    {
        var request = project.Request("r").Field<long>("i").Field<double>("d").Field<decimal>("m", 18, 2).Field<string>("s").Field<DateOnly>("day");
        project.Set("m", 1).With(project.OnDemand("v", 1, request).Feature("f", r => r.Get<long>("i"))).Transform("x", value, fit);
    }

    /// <summary>Fits on values, stores the fit and reads it again.</summary>
    internal Fitted Run(IEnumerable<Value> values) => Run([.. values.Select(v => (v, Value.Null))], DataType.Int64);

    internal Fitted Run(IReadOnlyList<(Value Value, Value Label)> rows, DataType label)
    {
        var fitter = new SetFitter(Set, Hash, [.. SetFitter.LabelsOf(Set).Select(l => new Field(l, label))], split: null);
        for (var i = 0; i < rows.Count; i++) fitter.Add([rows[i].Value], [rows[i].Label], i);
        var fit = fitter.Finish();
        var served = SetTransforms.Compile(Set, Hash, SetFit.Parse(fit.Json));
        return new(fit, v => served.Evaluate(0, [v]), (v, row) => fitter.Evaluate(0, [v], row, isFitted: true));
    }
}

/// <summary>A fit and what it makes of values, in serving and in fitted training rows.</summary>
internal sealed record Fitted(SetFit Fit, Func<Value, Value> Served, Func<Value, long, Value> Trained);
