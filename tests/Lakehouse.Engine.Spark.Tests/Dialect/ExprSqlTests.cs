using Lakehouse.Features;
using Lakehouse.Features.Expressions;
using Lakehouse.Spark.TestHost;
using Lakehouse.Testing.Internal.Generation;
using Microsoft.Spark.Sql;

namespace Lakehouse.Engine.Spark.Tests.Dialect;

/// <summary>Semantics §5: Spark gives the bits and the overflows of the in-process evaluator, for generated expressions over values at the edges of their types.</summary>
public sealed class ExprSqlTests(SparkHost host, ITestOutputHelper output)
{
    private static readonly DataType[] Types =
    [
        DataType.Bool, DataType.Int64, DataType.Decimal(18, 2), DataType.Decimal(18, 6), DataType.Decimal(18, 0), DataType.Double, DataType.String, DataType.Timestamp,
        DataType.Date, DataType.Binary, DataType.DoubleList,
    ];

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public void Select_RandomExpressionsAndRows_GivesTheBitsOfTheEvaluator(int seed, bool extremes)
    {
        var (runner, expressions) = Given(host.NewSession(), seed, extremes, 500, depth: 3, isInline: false);

        var differences = runner.Differences(expressions);

        output.WriteLine($"{runner.Counts}");
        string.Join("\n", differences).Should().BeEmpty();
        runner.Counts.Unsure.Should().BeLessThan(runner.Counts.Checked / 1_000);
    }

    [Fact]
    public void Emit_RandomExpressionsInCompiledStages_GivesTheBitsOfTheEvaluator()
    {
        var session = host.NewSession();
        session.Conf().Set("spark.sql.codegen.wholeStage", "true");
        session.Conf().Set("spark.sql.codegen.fallback", "false");
        var (runner, expressions) = Given(session, 4, extremes: true, 100, depth: 4, isInline: true);

        var differences = runner.Differences(expressions);

        string.Join("\n", differences).Should().BeEmpty();
    }

    private (DialectRunner Runner, List<Expr> Expressions) Given(SparkSession session, int seed, bool extremes, int count, int depth, bool isInline)
    {
        var random = new Random(seed);
        IReadOnlyList<Field> fields = [.. ContractGenerator.Next(random).Schema];
        ColumnExpr? Column(DataType type) => fields.Where(f => f.Type == type).Select(f => new ColumnExpr(f.Name, type)).OrderBy(_ => random.Next()).FirstOrDefault();
        var generator = new ExpressionGenerator(random, Column);
        var values = new NastyValues(random, new() { Extremes = extremes });
        List<Value[]> rows = [.. Enumerable.Range(0, 16).Select(_ => fields.Select(f => values.Next(f.Type, nullable: true)).ToArray())];
        var runner = new DialectRunner(session, Path.Combine(host.Folder, Path.GetRandomFileName()), fields, rows) { IsInline = isInline };
        return (runner, [.. Enumerable.Range(0, count).Select(i => generator.Of(Types[i % Types.Length], depth))]);
    }
}
