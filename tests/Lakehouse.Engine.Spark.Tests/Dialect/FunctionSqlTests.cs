using Lakehouse.Engine.Spark.Dialect;
using Lakehouse.Features;
using Lakehouse.Features.Expressions;
using Lakehouse.Spark.TestHost;

namespace Lakehouse.Engine.Spark.Tests.Dialect;

/// <summary>The closed list of functions: each has a dialect, or is refused by name, over values that raw records may hold.</summary>
public sealed class FunctionSqlTests(SparkHost host)
{
    private static readonly Field[] Fields =
    [
        new("n", DataType.Int64), new("m", DataType.Int64), new("d", DataType.Decimal(18, 2)), new("q", DataType.Decimal(9, 9)),
        new("x", DataType.Double), new("y", DataType.Double),
        new("s", DataType.String), new("u", DataType.String), new("t", DataType.Timestamp), new("z", DataType.TimestampNtz), new("day", DataType.Date), new("b", DataType.Bool),
        new("bytes", DataType.Binary), new("other", DataType.Binary), new("list", DataType.DoubleList), new("list2", DataType.DoubleList),
    ];

    private static readonly Function[] RequestOnly = [Function.Ln, Function.Exp, Function.Pow, Function.Sin, Function.Cos, Function.Asin];

    [Fact]
    public void Select_EveryFunctionOverRawValues_GivesTheBitsOfTheEvaluator()
    {
        var expressions = Enum.GetValues<Function>().Except(RequestOnly).SelectMany(Samples).Concat(Fields.Select(f => new ColumnExpr(f.Name, f.Type))).ToList();
        var runner = new DialectRunner(host.NewSession(), Path.Combine(host.Folder, Path.GetRandomFileName()), Fields, Rows());

        var differences = runner.Differences(expressions);

        string.Join("\n", differences).Should().BeEmpty();
        runner.Counts.Unsure.Should().Be(0);
    }

    [Fact]
    [Semantics("5.10")]
    public void Emit_FunctionsOfRequestsOnly_AreRefusedByName()
    {
        foreach (var function in RequestOnly)
        {
            var call = new CallExpr(function, [Column("x"), Column("y")], DataType.Double);

            var emit = () => ExprSql.Emit(call, _ => "x");

            emit.Should().Throw<EngineException>().WithMessage($"*{function}*embedded engine*");
        }
    }

    private static ColumnExpr Column(string name) => new(name, Fields.Single(f => f.Name == name).Type);

    private static CallExpr Call(Function function, DataType type, params IEnumerable<Expr> arguments) => new(function, [.. arguments], type);

    private static LiteralExpr Whole(long value) => new(Value.Int64(value), DataType.Int64);

    private static LiteralExpr Text(string value) => new(Value.String(value), DataType.String);

    private static IEnumerable<Expr> Samples(Function function)
    {
        Expr n = Column("n"), m = Column("m"), d = Column("d"), q = Column("q"), x = Column("x"), y = Column("y");
        Expr s = Column("s"), u = Column("u"), t = Column("t"), day = Column("day"), b = Column("b");
        DataType cents = DataType.Decimal(18, 2), nano = DataType.Decimal(18, 9);
        switch (function)
        {
            case Function.Equal or Function.NotEqual:
                return Pairs().Append((Column("list"), Column("list2"))).Select(p => Call(function, DataType.Bool, p.Item1, p.Item2));
            case Function.Less or Function.LessOrEqual or Function.Greater or Function.GreaterOrEqual: return Pairs().Select(p => Call(function, DataType.Bool, p.Item1, p.Item2));
            case Function.And or Function.Or:
                var overflows = Call(Function.Greater, DataType.Bool, Call(Function.Floor, DataType.Int64, x), n);
                Expr[][] parts = [[b, overflows], [overflows, b], [b, overflows, Call(Function.IsNull, DataType.Bool, s)]];
                return parts.Select(p => Call(function, DataType.Bool, p));
            case Function.Not: return [Call(function, DataType.Bool, b)];
            case Function.IsNull:
                return Fields.Select(f => Call(function, DataType.Bool, Column(f.Name))).Append(Call(function, DataType.Bool, Call(Function.Add, DataType.Int64, n, m)));
            case Function.If:
                return [Call(function, cents, b, d, Whole(3)), Call(function, DataType.Int64, b, n, Call(Function.Add, DataType.Int64, n, m)),
                    Call(function, DataType.String, b, s, u)];
            case Function.Coalesce:
                return [Call(function, nano, q, d, n), Call(function, DataType.Int64, Call(Function.Multiply, DataType.Int64, n, m), n), Call(function, DataType.Double, x, y)];
            case Function.Add or Function.Subtract:
                return [Call(function, DataType.Int64, n, m), Call(function, cents, d, n), Call(function, nano, q, d), Call(function, DataType.Double, x, y)];
            case Function.Multiply:
                return [Call(function, DataType.Int64, n, m), Call(function, cents, d, n), Call(function, DataType.Decimal(18, 11), q, d),
                    Call(function, DataType.Double, x, y)];
            case Function.Divide: return [Call(function, DataType.Double, x, y), Call(function, DataType.Double, n, m), Call(function, DataType.Double, d, q)];
            case Function.Negate or Function.Abs: return [Call(function, DataType.Int64, n), Call(function, cents, d), Call(function, DataType.Double, x)];
            case Function.Remainder: return [Call(function, DataType.Int64, n, m), Call(function, DataType.Int64, Call(Function.Multiply, DataType.Int64, n, n), m)];
            case Function.ToDouble:
                return [Call(function, DataType.Double, n), Call(function, DataType.Double, d), Call(function, DataType.Double, q),
                    Call(function, DataType.Double, Call(Function.Multiply, DataType.Decimal(18, 11), d, q))];
            case Function.ToDecimal:
                return [Call(function, cents, n), Call(function, DataType.Decimal(5, 2), d), Call(function, nano, d), Call(function, DataType.Decimal(18, 18), q)];
            case Function.Quantize: return new[] { 0, 2, 9, 18 }.Select(scale => Call(function, DataType.Decimal(18, scale), x, Whole(scale)));
            case Function.Length or Function.Trim or Function.Upper or Function.Lower: return [Call(function, function == Function.Length ? DataType.Int64 : DataType.String, s)];
            case Function.Concat: return [Call(function, DataType.String, s, u), Call(function, DataType.String, s, Text("${user.name} it's \\ $"), u)];
            case Function.Contains or Function.StartsWith or Function.EndsWith: return [Call(function, DataType.Bool, s, u), Call(function, DataType.Bool, s, Text(""))];
            case Function.Substring:
                return [Call(function, DataType.String, s, m), Call(function, DataType.String, s, m, n), Call(function, DataType.String, s, Whole(1), Whole(2))];
            case Function.Replace: return [Call(function, DataType.String, s, u, Text("é")), Call(function, DataType.String, s, Text("a"), u)];
            case Function.ToText:
                var writable = Fields.Where(f => f.Type.Kind is not (TypeKind.Double or TypeKind.DoubleList or TypeKind.Binary));
                return writable.Select(f => Call(function, DataType.String, Column(f.Name)));
            case Function.AsUtc: return [Call(function, DataType.Timestamp, Column("z"))];
            case Function.Hour or Function.Minute or Function.Second: return [Call(function, DataType.Int64, t)];
            case Function.Year or Function.Month or Function.Day or Function.IsoDayOfWeek or Function.DayOfYear:
                return [Call(function, DataType.Int64, t), Call(function, DataType.Int64, day)];
            case Function.DateOf: return [Call(function, DataType.Date, t)];
            case Function.MidnightUtc: return [Call(function, DataType.Timestamp, day)];
            case Function.MicrosBetween: return [Call(function, DataType.Int64, t, Call(Function.MidnightUtc, DataType.Timestamp, day))];
            case Function.AddMicros:
                return [Call(function, DataType.Timestamp, t, n), Call(function, DataType.Timestamp, t, Call(Function.Multiply, DataType.Int64, n, m)),
                    Call(function, DataType.Timestamp, t, Whole(-1))];
            case Function.HashBucket: return [Call(function, DataType.Int64, s, Whole(100), Text("split")), Call(function, DataType.Int64, s, Whole(long.MaxValue), Text("it's"))];
            case Function.Sqrt: return [Call(function, DataType.Double, x), Call(function, DataType.Double, n)];
            case Function.Floor or Function.Ceiling: return [Call(function, DataType.Int64, x)];
            case Function.OneHot:
                return [Call(function, DataType.DoubleList, m, Whole(3)), Call(function, DataType.DoubleList, Call(Function.Add, DataType.Int64, n, m), Whole(1))];
            case Function.NgramBuckets:
                return [Call(function, DataType.DoubleList, s, Whole(1), Whole(3), Text("a")), Call(function, DataType.DoubleList, s, Whole(2), Whole(5), Text(""))];
            default: throw new InvalidOperationException($"{function} has no sample: give it a dialect and one.");
        }

        IEnumerable<(Expr, Expr)> Pairs() =>
        [
            (n, m), (n, d), (d, q), (q, n), (x, y), (n, x), (d, x), (s, u), (b, Column("b")), (Column("bytes"), Column("other")),
            (t, Call(Function.MidnightUtc, DataType.Timestamp, day)), (day, Call(Function.DateOf, DataType.Date, t)), (n, new LiteralExpr(Value.Null, DataType.Int64)),
            (Call(Function.Add, DataType.Int64, n, m), d), (Call(Function.Multiply, DataType.Int64, n, n), m),
        ];
    }

    private static List<Value[]> Rows()
    {
        long[] whole = [0, 1, -1, 2, 3, -7, long.MaxValue, long.MinValue, 9_007_199_254_740_993];
        long[] cents = [0, 1, -1, 125, -999_999_999_999_999_999, 999_999_999_999_999_999, 900_719_925_474_099_312];
        long[] nanos = [0, 1, -1, 999_999_999, -999_999_999, 500_000_000];
        double[] doubles =
        [
            0.0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1.5, 2.5, -2.5, 0.005, 1E18, -1E18, 9.2233720368547748E18, -9.2233720368547758E18,
            9.2233720368547758E18, 5E-324, 1.7E308, 1E16, 0.1,
        ];
        string[] texts =
            ["", " ", "a", "A z", "aaa", "\u00a0 x ", "straße", "😀é1", "e\u0301", "it's", "a\\b", "\n", "\uFFFD", "\U0010FFFF", "a\u0000b", "İ", "${spark.app.name}"];
        long[] instants =
            [0, -1, 1, -62_135_596_800_000_000, 253_402_300_799_999_999, -999_999, -86_400_000_001, 1_616_895_000_000_000, 951_868_799_999_999, -12_219_292_800_000_001];
        long[] days = [0, -1, -719_162, 2_932_896, 11_016, 10_957, -141_428];
        byte[][] bytes = [[], [0], [255], [127, 0], [127]];
        double?[][] lists = [[], [0.0], [-0.0], [double.NaN, null], [1.5, double.PositiveInfinity], [null]];
        var random = new Random(11);
        T Pick<T>(T[] pool) => pool[random.Next(pool.Length)];
        return
        [
            .. Enumerable.Range(0, 120).Select(_ => Fields.Select(f => random.Next(12) == 0 ? Value.Null : f.Type.Kind switch
            {
                TypeKind.Int64 => Value.Int64(Pick(whole)),
                TypeKind.Decimal => Value.Int64(Pick(f.Type.Scale == 2 ? cents : nanos)),
                TypeKind.Double => Value.Double(Pick(doubles)),
                TypeKind.String => Value.String(Pick(texts)),
                TypeKind.Timestamp or TypeKind.TimestampNtz => Value.Int64(Pick(instants)),
                TypeKind.Date => Value.Int64(Pick(days)),
                TypeKind.Bool => Value.Bool(random.Next(2) == 0),
                TypeKind.Binary => Value.Binary(Pick(bytes)),
                _ => Value.DoubleList(Pick(lists)),
            }).ToArray()),
        ];
    }
}
