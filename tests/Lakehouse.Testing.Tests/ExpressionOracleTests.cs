using System.Numerics;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;
using Lakehouse.Testing.Internal;
using Lakehouse.Testing.Internal.Generation;
using Lakehouse.Testing.Internal.Interpretation;

namespace Lakehouse.Testing.Tests;

/// <summary>Semantics §5: the compiled evaluator and the tree-walking oracle, which share no code, give the same bits.</summary>
public sealed class ExpressionOracleTests
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
    public void Evaluate_RandomExpressionsAndRows_AgreesWithTheCompiledEvaluator(int seed, bool extremes)
    {
        var random = new Random(seed);
        var contract = ContractGenerator.Next(random);
        var fields = contract.Schema;
        var generator = new ExpressionGenerator(random, type => fields.Where(f => f.Type == type).Select(f => new ColumnExpr(f.Name, type)).OrderBy(_ => random.Next()).FirstOrDefault());
        var values = new NastyValues(random, new() { Extremes = extremes });

        for (var i = 0; i < 3_000; i++)
        {
            var expression = generator.Of(Types[i % Types.Length], depth: 4);
            var compiled = ExpressionCompiler.Compile(expression, fields);
            for (var n = 0; n < 4; n++)
            {
                Value[] row = [.. fields.Select(f => values.Next(f.Type, nullable: true))];

                var (expected, actual) = (Try(() => ExpressionOracle.Evaluate(expression, fields, row)), Try(() => compiled(row)));

                if (Equals(expected, actual)) continue;
                Assert.Fail($"{expression} is {Text(expected, expression)} but compiled gives {Text(actual, expression)}; case {i} of seed {seed}, row {Text(fields, row)}");
            }
        }
    }

    [Semantics("7.24")]
    [Fact]
    public void Evaluate_IntermediateBeyond128Bits_OverflowsUnlessTheOtherOperandIsNull()
    {
        Field[] fields = [new("n", DataType.Int64), new("d", DataType.Decimal(18, 18))];
        Expr n = new ColumnExpr("n", DataType.Int64), d = new ColumnExpr("d", fields[1].Type);
        var sum = new CallExpr(Function.Add, [new CallExpr(Function.Multiply, [n, n], DataType.Int64), d], fields[1].Type);
        var comparison = new CallExpr(Function.IsNull, [sum], DataType.Bool);
        var compiled = ExpressionCompiler.Compile(comparison, fields);
        Value[] both = [Value.Int64(long.MaxValue), Value.Int64(1)], one = [Value.Int64(long.MaxValue), Value.Null];

        Try(() => compiled(both)).Should().Be("overflow").And.Be(Try(() => ExpressionOracle.Evaluate(comparison, fields, both)));
        Try(() => compiled(one)).Should().Be(Value.Bool(true)).And.Be(Try(() => ExpressionOracle.Evaluate(comparison, fields, one)));
    }

    [Fact]
    public void Evaluate_RequestExpressions_AgreeWithTheCompiledEvaluator()
    {
        var random = new Random(4);
        var generator = new DefinitionGenerator(4);
        var values = new NastyValues(random, new());
        for (var i = 0; i < 300; i++)
        {
            var view = generator.NextRequest(i);
            foreach (var feature in view.Features)
            {
                var compiled = ExpressionCompiler.Compile(feature.Expression, view.Inputs);
                Value[] row = [.. view.Inputs.Select(f => values.Next(f.Type, nullable: true))];

                Try(() => compiled(row)).Should().Be(Try(() => ExpressionOracle.Evaluate(feature.Expression, view.Inputs, row)), "{0}", feature.Expression);
            }
        }
    }

    [Fact]
    public void Evaluate_EveryFunction_IsKnown()
    {
        var unknown = Enum.GetValues<Function>().Where(f => !Knows(f));

        unknown.Should().BeEmpty("the oracle must know the whole closed list");
    }

    [Theory]
    [InlineData("9007199254740993", 9007199254740992.0)]
    [InlineData("9007199254740995", 9007199254740996.0)]
    [InlineData("-9007199254740993", -9007199254740992.0)]
    [InlineData("170141183460469231731687303715884105727", 1.7014118346046923E+38)]
    [InlineData("36028797018963969", 36028797018963968.0)]
    public void Rounding_IntegersBetweenDoubles_TakesTheNearestAndEven(string integer, double expected) =>
        Rounding.ToDouble(BigInteger.Parse(integer)).Should().Be(expected);

    [Fact]
    public void Rounding_RandomNumbers_AgreesWithTheParserOfTheRuntime()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var digits = string.Concat(Enumerable.Range(0, random.Next(1, 39)).Select(_ => random.Next(10)));
            var scale = random.Next(37);

            var rounded = Rounding.ToDouble(BigInteger.Parse(digits), BigInteger.Pow(10, scale));

            rounded.Should().Be(double.Parse($"{digits}E-{scale}"), "{0}E-{1}", digits, scale);
        }
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(1.5, 2)]
    [InlineData(-2.5, -2)]
    [InlineData(-0.75, -1)]
    [InlineData(9007199254740993.0, 9007199254740992)]
    public void Rounding_Halves_GoToEven(double value, long expected) => Rounding.ToInteger(value).Should().Be(expected);

    [Fact]
    public void Sources_OfTheOracle_ShareNothingWithTheEvaluator()
    {
        string[] forbidden = ["ExpressionCompiler", "ExactStatistics", "FeatureHash", "Utf8Order", "Features.Internal", "ExprWalk", "SelfAndParts"];
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Lakehouse.sln"))) directory = directory.Parent!;
        var oracle = Directory.GetFiles(Path.Combine(directory.FullName, "src", "Lakehouse.Testing"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.EndsWith("ViewTester.cs", StringComparison.Ordinal) && !f.Contains("Generation", StringComparison.Ordinal) && !f.Contains("obj", StringComparison.Ordinal));

        oracle.Where(f => forbidden.Any(File.ReadAllText(f).Contains)).Should().BeEmpty();
    }

    /// <summary>Whether a call with fitting operands is evaluated rather than refused.</summary>
    private static bool Knows(Function function)
    {
        DataType[] operands = [DataType.Int64, DataType.Double, DataType.String, DataType.Bool, DataType.Timestamp, DataType.Date];
        DataType[] results = [DataType.Int64, DataType.Double, DataType.String, DataType.Bool, DataType.Timestamp, DataType.Date, DataType.Decimal(18, 1)];
        return operands.Any(operand => results.Any(result => Try(() => Sample(function, operand, result)) is not null));
    }

    private static Value Sample(Function function, DataType operand, DataType result)
    {
        Expr Literal(DataType type) => new LiteralExpr(type.Kind == TypeKind.String ? Value.String("a") : type.Kind == TypeKind.Double ? Value.Double(1) : Value.Int64(1), type);
        Expr[] arguments = function switch
        {
            Function.Not or Function.And or Function.Or => [Literal(DataType.Bool), Literal(DataType.Bool)],
            Function.If => [Literal(DataType.Bool), Literal(operand), Literal(operand)],
            Function.AddMicros => [Literal(operand), Literal(DataType.Int64)],
            Function.Substring => [Literal(operand), Literal(DataType.Int64)],
            Function.HashBucket => [Literal(operand), Literal(DataType.Int64), Literal(DataType.String)],
            Function.NgramBuckets => [Literal(operand), Literal(DataType.Int64), Literal(DataType.Int64), Literal(DataType.String)],
            _ => [Literal(operand), Literal(operand), Literal(operand)],
        };
        return ExpressionOracle.Evaluate(new CallExpr(function, [.. arguments], result), [], []);
    }

    private static string Text(IReadOnlyList<Field> fields, Value[] row) => string.Join(" | ", fields.Zip(row, (f, v) => $"{f.Name}={ValueDisplay.Of(v, f.Type)}"));

    private static string Text(object? value, Expr expression) => value is Value found ? ValueDisplay.Of(found, expression.Type) : $"{value ?? "senseless"}";

    /// <summary>The value, or "overflow"; null where the call makes no sense.</summary>
    private static object? Try(Func<Value> evaluate)
    {
        try
        {
            return evaluate();
        }
        catch (ValueOverflowException)
        {
            return "overflow";
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidCastException or NullReferenceException)
        {
            return null;
        }
    }
}
