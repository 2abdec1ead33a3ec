using CsCheck;

namespace Lakehouse.Delta.Tests;

public sealed class PredicateParserTests
{
    private static readonly PrimitiveType Long = new("long");

    private static readonly TableSchema Schema = new(
    [
        new("origin", new PrimitiveType("string")), new("delay", Long), new("share", new PrimitiveType("double")), new("price", new PrimitiveType("decimal(10,2)")),
        new("late", new PrimitiveType("boolean")), new("at", new PrimitiveType("timestamp")), new("day", new PrimitiveType("date")), new("NOT", Long),
        new("local", new PrimitiveType("timestamp_ntz")), new("tiny", new PrimitiveType("byte")), new("ratio", new PrimitiveType("float")), new("raw", new PrimitiveType("binary")),
        new("wide", new PrimitiveType("decimal(38,2)")), new("a.b", Long), new("list", new ArrayType(Long, ContainsNull: true)),
        new("s", new StructType([new("x", Long), new("in", new StructType([new("d.e", new PrimitiveType("string"))]))])),
    ]);

    public static TheoryData<string, ScanPredicate> Comparisons => new()
    {
        { "origin = 'O''Hare'", new ComparePredicate("origin", "=", "O'Hare") },
        { "delay >= -5", new ComparePredicate("delay", ">=", -5L) },
        { "DELAY == +5", new ComparePredicate("delay", "=", 5L) },
        { "share < 1e-3", new ComparePredicate("share", "<", 1e-3) },
        { "share > 'NaN'", new ComparePredicate("share", ">", double.NaN) },
        { "ratio = 0.1", new ComparePredicate("ratio", "=", (double)0.1f) },
        { "price <> 1.50", new ComparePredicate("price", "!=", 1.50m) },
        { "price = 15e-1", new ComparePredicate("price", "=", 1.50m) },
        { "wide = -123456789012345678901234567890.12", new ComparePredicate("wide", "=", new WideDecimal("-123456789012345678901234567890.12")) },
        { "late = TRUE", new ComparePredicate("late", "=", true) },
        { "late", new ComparePredicate("late", "=", true) },
        { "at > '2001-03-01T12:00:00Z'", new ComparePredicate("at", ">", Utc(2001, 3, 1, 12)) },
        { "at > TIMESTAMP '2001-03-01 12:00:00'", new ComparePredicate("at", ">", Utc(2001, 3, 1, 12)) },
        { "at > TIMESTAMPTZ '2001-03-01 12:00:00.000001+01:30'", new ComparePredicate("at", ">", Utc(2001, 3, 1, 10).AddMinutes(30).AddMicroseconds(1)) },
        { "at > DATE '2001-03-01'", new ComparePredicate("at", ">", Utc(2001, 3, 1, 0)) },
        { "local > '2001-03-01T12:00'", new ComparePredicate("local", ">", Utc(2001, 3, 1, 12)) },
        { "day != DATE '2001-03-01'", new ComparePredicate("day", "!=", new DateOnly(2001, 3, 1)) },
        { "15 < delay", new ComparePredicate("delay", ">", 15L) },
        { "delay <= \"NOT\"", new CompareColumnsPredicate("delay", "<=", "NOT") },
        { "\"NOT\" = 1", new ComparePredicate("NOT", "=", 1L) },
        { "`a.b` = 1", new ComparePredicate("a.b", "=", 1L) },
        { "s.X = 1", new ComparePredicate("`s`.`x`", "=", 1L) },
        { "s.in.`d.e` = ''", new ComparePredicate("`s`.`in`.`d.e`", "=", "") },
        { "origin LIKE 'O%'", new LikePredicate("origin", "O%") },
        { "origin LIKE '5!%%' ESCAPE '!'", new LikePredicate("origin", "5!%%", '!') },
        { "TRUE", new ConstantPredicate(true) },
    };

    [Theory]
    [MemberData(nameof(Comparisons))]
    public void Parse_Comparison_TypesTheLiteralByItsColumn(string text, ScanPredicate expected) => ScanPredicate.Parse(text, Schema).Should().Be(expected);

    [Semantics("7.21")]
    [Theory]
    [InlineData("delay > 1.5", ">", 1L)]
    [InlineData("delay >= 1.5", ">", 1L)]
    [InlineData("delay < -1.5", "<=", -2L)]
    [InlineData("delay <= -1.5", "<=", -2L)]
    [InlineData("delay > 1.0", ">", 1L)]
    public void Parse_FractionForAWholeColumn_MovesToTheValueBelow(string text, string comparison, long literal) =>
        ScanPredicate.Parse(text, Schema).Should().Be(new ComparePredicate("delay", comparison, literal));

    [Semantics("7.21")]
    [Theory]
    [InlineData("delay = 1.5", false)]
    [InlineData("delay != 1.5", true)]
    [InlineData("tiny < 128", true)]
    [InlineData("tiny > 128", false)]
    [InlineData("delay > -1e30", true)]
    [InlineData("price = 1.005", false)]
    [InlineData("price < 1e9", true)]
    public void Parse_LiteralThatNoValueEquals_IsMetByAllOrNone(string text, bool met)
    {
        var parsed = ScanPredicate.Parse(text, Schema);

        var never = met ? parsed.Should().BeOfType<NotPredicate>().Which.Inner : parsed;
        never.Should().BeOfType<InPredicate>().Which.Literals.Should().BeEmpty();
    }

    [Fact]
    public void Parse_Binary_TakesHexAndBase64()
    {
        var parsed = new[] { "raw = X'00ff'", "raw = 'AP8='" }.Select(t => ScanPredicate.Parse(t, Schema)).Cast<ComparePredicate>();

        parsed.Select(p => p.Literal).Should().AllBeEquivalentTo(new byte[] { 0, 255 });
    }

    [Fact]
    public void Parse_Connectives_BindNotThenAndThenOr()
    {
        var parsed = ScanPredicate.Parse("NOT late = TRUE OR delay > 1 and (delay < 9 or origin is null)", Schema);

        parsed.Should().Be(new OrPredicate(
            new NotPredicate(new ComparePredicate("late", "=", true)),
            new AndPredicate(new ComparePredicate("delay", ">", 1L), new OrPredicate(new ComparePredicate("delay", "<", 9L), new IsNullPredicate("origin")))));
    }

    [Fact]
    public void Parse_InAndIsNotNull_AreNegatedByNot()
    {
        var parsed = ScanPredicate.Parse("origin NOT IN ('ORD', 'LAX') AND delay IS NOT NULL", Schema);

        var expected = new AndPredicate(new NotPredicate(new InPredicate("origin", ["ORD", "LAX"])), new NotPredicate(new IsNullPredicate("delay")));
        parsed.Should().BeEquivalentTo(expected, options => options.RespectingRuntimeTypes());
    }

    [Theory]
    [InlineData("", "expected a column")]
    [InlineData("origin", "expected a comparison")]
    [InlineData("origin = ", "position 10")]
    [InlineData("origin = delay", "do not compare")]
    [InlineData("origin = 'ORD", "not closed")]
    [InlineData("origin = NULL", "IS NULL")]
    [InlineData("origin = 5", "text in single quotes")]
    [InlineData("delay = 'x'", "a number")]
    [InlineData("local = '2001-03-01T12:00:00Z'", "TIMESTAMP_NTZ")]
    [InlineData("at = '2001-02-30T12:00:00Z'", "position 6")]
    [InlineData("day = DATE '2001-02-30'", "position 12")]
    [InlineData("list = 1", "cannot be compared")]
    [InlineData("nope = 1", "no column 'nope'")]
    [InlineData("s.nope = 1", "no column 's.nope'")]
    [InlineData("delay = 1 delay = 2", "expected AND, OR or the end")]
    [InlineData("(delay = 1", "expected ')'")]
    [InlineData("delay IN ()", "expected a literal")]
    [InlineData("delay BETWEEN 1", "expected AND")]
    [InlineData("delay LIKE '1%'", "LIKE is for text")]
    [InlineData("origin LIKE 'a!' ESCAPE '!'", "escape character")]
    [InlineData("delay NOT 5", "IN, BETWEEN or LIKE")]
    [InlineData("1 = 1", "a column")]
    [InlineData("delay = 1; DROP TABLE x", "position 10")]
    [InlineData("delay = 1e999999999", "does not fit")]
    public void Parse_NoCondition_SaysWhatIsWrongAndWhere(string text, string message)
    {
        var parse = () => ScanPredicate.Parse(text, Schema);

        parse.Should().Throw<DeltaException>().WithMessage($"*{message}*").Which.Code.Should().Be(DeltaErrorCode.InvalidCondition);
    }

    [Fact]
    public void Parse_DeepNesting_IsRefused()
    {
        var parse = () => ScanPredicate.Parse(new string('(', 10_000) + "delay = 1" + new string(')', 10_000), Schema);

        parse.Should().Throw<DeltaException>().WithMessage("*nested*");
    }

    [Fact]
    public void Parse_RandomTokens_GivesAConditionOrNamesAPosition()
    {
        string[] words =
        [
            "origin", "delay", "share", "price", "late", "at", "s.x", "`a.b`", "\"NOT\"", "=", "<>", "<=>", "<", ">=", "(", ")", ",", ".", "-",
            "'x'", "''", "'2001-01-01'", "5", "-1.5e3", "1e",
            "X'0f'", "X'0", "TRUE", "NULL", "AND", "OR", "NOT", "IN", "BETWEEN", "LIKE", "ESCAPE", "IS", "DISTINCT", "FROM", "DATE", "TIMESTAMP", "'", "\u0000", "é",
        ];

        Gen.Int[0, words.Length - 1].Select(i => words[i]).Array[0, 12].Select(a => string.Join(' ', a)).Sample(text =>
        {
            try
            {
                _ = ScanPredicate.Parse(text, Schema);
            }
            catch (DeltaException e) when (e.Code == DeltaErrorCode.InvalidCondition)
            {
                e.Message.Should().StartWith("Condition: ");
            }
        }, iter: 20_000);
    }

    private static DateTime Utc(int year, int month, int day, int hour) => new(year, month, day, hour, 0, 0, DateTimeKind.Utc);
}
