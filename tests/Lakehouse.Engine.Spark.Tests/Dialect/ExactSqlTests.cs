using Lakehouse.Features;
using Lakehouse.Features.Expressions;
using Lakehouse.Spark.TestHost;

namespace Lakehouse.Engine.Spark.Tests.Dialect;

/// <summary>Semantics 5.7, 7.24: overflow of exact arithmetic is judged on the exact value, up to 128 bits and over them.</summary>
public sealed class ExactSqlTests(SparkHost host, ITestOutputHelper output)
{
    private static readonly DataType[] Types =
        [DataType.Int64, DataType.Decimal(18, 0), DataType.Decimal(18, 2), DataType.Decimal(18, 9), DataType.Decimal(18, 18), DataType.Decimal(7, 2)];

    private static readonly Field[] Fields =
        [.. Types.SelectMany((type, i) => new[] { new Field($"a{i}", type), new Field($"b{i}", type) }), new("t", DataType.Timestamp), new("flag", DataType.Bool)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [Semantics("5.7", "7.24")]
    public void Select_DeepExactArithmeticAtTheLimits_NeverGivesAnotherVerdict(int seed)
    {
        var random = new Random(seed);
        List<Value[]> rows = [.. Enumerable.Range(0, 40).Select(_ => Fields.Select(f => Extreme(f.Type, random)).ToArray())];
        List<Expr> expressions = [.. Enumerable.Range(0, 250).Select(i => Root(i % 5, random))];
        var runner = new DialectRunner(host.NewSession(), Path.Combine(host.Folder, Path.GetRandomFileName()), Fields, rows);

        var differences = runner.Differences(expressions);

        output.WriteLine($"{runner.Counts}");
        string.Join("\n", differences).Should().BeEmpty();
        runner.Counts.Overflows.Should().BeGreaterThan(1_000);
        runner.Counts.Unsure.Should().BeInRange(1, runner.Counts.Checked / 20);
    }

    [Fact]
    public void Select_SumInBoundsOfPartsOutOfThem_IsOfItsOwnType()
    {
        CallExpr whole = new(Function.Abs, [new ColumnExpr("a0", DataType.Int64)], DataType.Int64);
        CallExpr few = new(Function.Abs, [new LiteralExpr(Value.Int64(15), DataType.Int64)], DataType.Int64);
        CallExpr sum = new(Function.Add, [new CallExpr(Function.Negate, [whole], DataType.Int64), few], DataType.Int64);
        List<Value[]> rows = [.. new[] { 0, 7, long.MaxValue, -long.MaxValue }.Select(x => Fields.Select((_, i) => i == 0 ? Value.Int64(x) : Value.Null).ToArray())];
        var runner = new DialectRunner(host.NewSession(), Path.Combine(host.Folder, Path.GetRandomFileName()), Fields, rows);

        var differences = runner.Differences([sum]);

        differences.Should().BeEmpty();
    }

    private static CallExpr Root(int kind, Random random)
    {
        Expr Exact() => Of(Types[random.Next(Types.Length)], 4, random);
        var comparisons = new[] { Function.Equal, Function.NotEqual, Function.Less, Function.LessOrEqual, Function.Greater, Function.GreaterOrEqual };
        return kind switch
        {
            0 => new(comparisons[random.Next(comparisons.Length)], [Exact(), Exact()], DataType.Bool),
            1 => new(Function.ToDouble, [Exact()], DataType.Double),
            2 => new(Function.IsNull, [Exact()], DataType.Bool),
            3 => new(Function.AddMicros, [new ColumnExpr("t", DataType.Timestamp), Of(DataType.Int64, 3, random)], DataType.Timestamp),
            _ => new(Function.If, [new ColumnExpr("flag", DataType.Bool), Exact() is var then ? then : then, new LiteralExpr(Value.Null, then.Type)], then.Type),
        };
    }

    private static Expr Of(DataType type, int depth, Random random)
    {
        if (depth == 0 || random.Next(5) == 0) return Leaf(type, random);
        Expr Next(DataType of) => Of(of, depth - 1, random);
        DataType Smaller() => Types.Where(t => t.Scale <= type.Scale).OrderBy(_ => random.Next()).First();
        switch (random.Next(9))
        {
            case 0 or 1 when type.Scale == 0: return new CallExpr(Function.Multiply, [Next(DataType.Int64), Next(type)], type);
            case 0 or 1:
                var part = Types.Where(t => t.Scale <= type.Scale && Types.Any(o => o.Scale == type.Scale - t.Scale)).OrderBy(_ => random.Next()).First();
                return new CallExpr(Function.Multiply, [Next(part), Next(Types.First(o => o.Scale == type.Scale - part.Scale))], type);
            case 2: return new CallExpr(Function.Add, [Next(type), Next(Smaller())], type);
            case 3: return new CallExpr(Function.Subtract, [Next(Smaller()), Next(type)], type);
            case 4: return new CallExpr(random.Next(2) == 0 ? Function.Negate : Function.Abs, [Next(type)], type);
            case 5: return new CallExpr(Function.If, [new ColumnExpr("flag", DataType.Bool), Next(type), Next(Smaller())], type);
            case 6: return new CallExpr(Function.Coalesce, [Next(Smaller()), Next(type)], type);
            case 7 when type.Kind == TypeKind.Int64: return new CallExpr(Function.Remainder, [Next(type), Next(type)], type);
            case 7 or 8 when type.Kind == TypeKind.Decimal: return new CallExpr(Function.ToDecimal, [Next(Smaller())], type);
            default: return Leaf(type, random);
        }
    }

    private static Expr Leaf(DataType type, Random random) => random.Next(10) == 0
        ? new LiteralExpr(Extreme(type, random), type)
        : new ColumnExpr((random.Next(2) == 0 ? "a" : "b") + Array.IndexOf(Types, type), type);

    private static Value Extreme(DataType type, Random random)
    {
        if (random.Next(12) == 0) return Value.Null;
        if (type.Kind == TypeKind.Bool) return Value.Bool(random.Next(2) == 0);
        if (type.Kind == TypeKind.Timestamp) return Value.Int64(random.NextInt64(-62_135_596_800_000_000, 253_402_300_800_000_000));
        var limit = type.Kind == TypeKind.Int64 ? long.MaxValue : (long)Math.Pow(10, type.Precision) - 1;
        return Value.Int64(random.Next(8) switch
        {
            0 => limit,
            1 => type.Kind == TypeKind.Int64 ? long.MinValue : -limit,
            2 => random.Next(-3, 4),
            3 => limit / random.Next(1, 12),
            4 => -limit / random.Next(1, 12),
            _ => random.NextInt64(-limit, limit),
        });
    }
}
