using Lakehouse.Features;
using Lakehouse.Features.Expressions;
using Lakehouse.Spark.TestHost;
using Lakehouse.Testing.Internal.Generation;

namespace Lakehouse.Engine.Spark.Tests.Dialect;

/// <summary>Semantics §5: Spark gives the bits and the overflows of the in-process evaluator, for expressions of every function over values at the edges of their types.</summary>
public sealed class ExprSqlTests(SparkHost host, ITestOutputHelper output)
{
    private static readonly DataType[] Types =
    [
        DataType.Bool, DataType.Int64, DataType.Decimal(18, 2), DataType.Decimal(18, 6), DataType.Decimal(18, 0), DataType.Double, DataType.String, DataType.Timestamp, DataType.Date, DataType.Binary,
        DataType.DoubleList,
    ];

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public void Select_RandomExpressionsAndRows_GivesTheBitsOfTheEvaluator(int seed, bool extremes)
    {
        var random = new Random(seed);
        var fields = ContractGenerator.Next(random).Schema;
        var generator = new ExpressionGenerator(random, type => fields.Where(f => f.Type == type).Select(f => new ColumnExpr(f.Name, type)).OrderBy(_ => random.Next()).FirstOrDefault());
        var values = new NastyValues(random, new() { Extremes = extremes });
        List<Value[]> rows = [.. Enumerable.Range(0, 24).Select(_ => fields.Select(f => values.Next(f.Type, nullable: true)).ToArray())];
        List<Expr> expressions = [.. Enumerable.Range(0, 500).Select(i => generator.Of(Types[i % Types.Length], depth: 4))];
        var runner = new DialectRunner(host.NewSession(), Path.Combine(host.Folder, Path.GetRandomFileName()), [.. fields], rows);

        var differences = runner.Differences(expressions);

        output.WriteLine($"{runner.Counts}");
        differences.Should().BeEmpty();
    }
}
