using System.Globalization;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Features.Tests.Transforms;

/// <summary>Runs the examples of docs/transforms.md: each line's code is found by its text, and each <c>input -> output</c> is computed.</summary>
public sealed class DocumentedTransformTests
{
    private static readonly Dictionary<string, Example> Stateless = new[]
    {
        Of((long? x) => x.FillNull(7)),
        Of((long? x) => x.IsMissing()),
        Of((long? x) => x.Clip(-5, 10)),
        Of((long? x) => x.Bucket(0, 15, 60)),
        Of((string? s) => s.VocabularyIndex("AA", "DL")),
        Of((string? s) => s.OneHot("AA", "DL")),
        Of((string? s) => s.HashBucket(16, "carrier")),
        Of((string? s) => s.HashSign("carrier")),
        Of((string? s) => s.NgramBuckets(2, 4, "n")),
        Of((string s) => s.Length),
        Of((DateTimeOffset t) => t.IsWeekend()),
        Of((DateTimeOffset t) => t.HourOfWeek()),
        Of((long x) => x.CyclicSin(24)),
        Of((double? d) => FeatureTransforms.GridCell(d, d, 10)),
    }.ToDictionary(e => e.Code);

    private static readonly Dictionary<string, FitDefinition> Fits = new()
    {
        ["Fit.Standardize()"] = Fit.Standardize(),
        ["Fit.MinMax()"] = Fit.MinMax(),
        ["Fit.MinMax(true)"] = Fit.MinMax(true),
        ["Fit.Robust()"] = Fit.Robust(),
        ["Fit.Quantiles(2)"] = Fit.Quantiles(2),
        ["Fit.Frequency()"] = Fit.Frequency(),
        ["Fit.OneHot(1)"] = Fit.OneHot(1),
        ["Fit.Target(\"label\", 1)"] = Fit.Target("label", 1),
    };

    [Fact]
    public void Examples_OfStatelessTransforms_GiveWhatThePageSays()
    {
        var lines = Block("examples").ToList();

        lines.Select(l => l[0]).Should().BeEquivalentTo(Stateless.Keys);
        foreach (var line in lines)
        {
            foreach (var (input, output) in line.Skip(1).Select(Pair)) Json(Stateless[line[0]].Run(input), Stateless[line[0]].Result).Should().Be(output, "{0} of {1}", line[0], input);
        }
    }

    [Fact]
    public void Fits_OfThePage_GiveWhatItSays()
    {
        var lines = Block("fits").ToList();

        lines.Select(l => l[0]).Distinct().Should().BeEquivalentTo(Fits.Keys);
        foreach (var line in lines)
        {
            var rows = JsonNode.Parse(line[1])!.AsArray().Select(n => n is JsonArray pair ? (Cell(pair[0]), Cell(pair[1])) : (Cell(n), Value.Null)).ToList();
            var fitted = FitCase.Of(t => t.Get<long?>("i"), Fits[line[0]]).Run(rows, DataType.Int64);
            foreach (var (input, output) in line.Skip(2).Select(Pair))
                Json(fitted.Served(Cell(JsonNode.Parse(input))), Fits[line[0]].ResultType).Should().Be(output, "{0} of {1}", line[0], input);
        }
    }

    private static IEnumerable<string[]> Block(string name) => File.ReadAllText(Path.Combine(Root(), "docs", "transforms.md")).Split($"```{name}\n")[1].Split("```")[0]
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(" | ").Select(part => part.Trim(' ', '|')).ToArray());

    private static (string Input, string Output) Pair(string text) => text.Split(" -> ") is [var input, var output] ? (input, output) : throw new FormatException(text);

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Lakehouse.sln"))) directory = directory.Parent!;
        return directory.FullName;
    }

    private static Value Cell(JsonNode? node) => node is null ? Value.Null : Value.Int64(node.GetValue<long>());

    private static string Json(Value value, DataType type) => JsonSerializer.Serialize(ClrValues.ToClr(value, type));

    private static Example Of<TInput, T>(Expression<Func<TInput, T>> code, [CallerArgumentExpression(nameof(code))] string text = "")
    {
        var name = code.Parameters[0].Name == "x" ? "i" : code.Parameters[0].Name!;
        var row = Expression.Parameter(typeof(RequestRow), "r");
        var read = Expression.Call(row, typeof(RequestRow).GetMethod(nameof(RequestRow.Get))!.MakeGenericMethod(typeof(TInput)), Expression.Constant(name));
        var body = new Replacement(code.Parameters[0], read).Visit(code.Body);
        var lambda = Expression.Lambda<Func<RequestRow, T>>(body, row);
        return new(text.Split("=> ")[1], name, RequestFeature.Compile(lambda), RequestFeature.View(lambda).Features.Single().Expression.Type);
    }

    private sealed class Replacement(Expression what, Expression with) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == what ? with : node;
    }

    private sealed record Example(string Code, string Input, Func<Value[], Value> Function, DataType Result)
    {
        internal Value Run(string json)
        {
            var node = JsonNode.Parse(json);
            var value = node is null ? Value.Null : Input switch
            {
                "i" => Value.Int64(node.GetValue<long>()),
                "d" => Value.Double(node.GetValue<double>()),
                "t" => Value.Int64(DateTimeOffset.Parse(node.GetValue<string>(), CultureInfo.InvariantCulture).ToUnixTimeMilliseconds() * 1000),
                _ => Value.String(node.GetValue<string>()),
            };
            return Function(RequestFeature.Row(Input, value));
        }
    }
}
