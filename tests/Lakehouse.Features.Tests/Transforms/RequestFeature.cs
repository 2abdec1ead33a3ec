using System.Linq.Expressions;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Tests.Authoring;

namespace Lakehouse.Features.Tests.Transforms;

/// <summary>Compiles lambdas over a request with fields of every kind, the way an on-demand view does.</summary>
internal static class RequestFeature
{
    internal static readonly Field[] Fields =
    [
        new("i", DataType.Int64), new("d", DataType.Double), new("m", DataType.Decimal(18, 2)), new("s", DataType.String), new("t", DataType.Timestamp),
        new("a", DataType.Double), new("b", DataType.Double), new("c", DataType.Double),
    ];

    internal static OnDemandViewDefinition View<T>(Expression<Func<RequestRow, T>> value) => (OnDemandViewDefinition)InlineProject.Build(p => Declare(p, value)).Views.Single();

    internal static string Refusal<T>(Expression<Func<RequestRow, T>> value) => InlineProject.Refusal(p => Declare(p, value));

    /// <summary>The feature as a function of named inputs; those not named are NULL.</summary>
    internal static Func<Value[], Value> Compile<T>(Expression<Func<RequestRow, T>> value)
    {
        var function = ExpressionCompiler.Compile(View(value).Features.Single().Expression, Fields);
        return row => function(row);
    }

    internal static Value[] Row(string name, Value value)
    {
        var row = new Value[Fields.Length];
        row[Array.FindIndex(Fields, f => f.Name == name)] = value;
        return row;
    }

    private static void Declare<T>(ProjectBuilder project, Expression<Func<RequestRow, T>> value) => project.OnDemand("v", 1, project.Request("r")
        .Field<long>("i").Field<double>("d").Field<decimal>("m", 18, 2).Field<string>("s").Field<DateTimeOffset>("t")
        .Field<double>("a").Field<double>("b").Field<double>("c")).Feature("f", value);
}
