using Lakehouse.Cli.Filters;
using Lakehouse.Delta;

namespace Lakehouse.Cli.Tests;

public sealed class WhereParserTests
{
    private static readonly TableSchema Schema = new(
    [
        new("origin", new PrimitiveType("string")), new("delay", new PrimitiveType("long")), new("share", new PrimitiveType("double")), new("price", new PrimitiveType("decimal(10,2)")),
        new("late", new PrimitiveType("boolean")), new("at", new PrimitiveType("timestamp")), new("day", new PrimitiveType("date")), new("NOT", new PrimitiveType("long")),
    ]);

    [Fact]
    public void Parse_Comparisons_TypesLiteralsByColumn()
    {
        var parsed = new[] { "origin = 'O''Hare'", "delay >= -5", "share < 1e-3", "price <> 1.50", "late = TRUE", "at > '2001-03-01T12:00:00Z'", "day != DATE '2001-03-01'", "15 < delay" }
            .Select(text => WhereParser.Parse(text, Schema));

        parsed.Should().Equal(
            new ComparePredicate("origin", "=", "O'Hare"),
            new ComparePredicate("delay", ">=", -5L),
            new ComparePredicate("share", "<", 1e-3),
            new ComparePredicate("price", "!=", 1.50m),
            new ComparePredicate("late", "=", true),
            new ComparePredicate("at", ">", new DateTime(2001, 3, 1, 12, 0, 0, DateTimeKind.Utc)),
            new ComparePredicate("day", "!=", new DateOnly(2001, 3, 1)),
            new ComparePredicate("delay", ">", 15L));
    }

    [Fact]
    public void Parse_Connectives_BindNotThenAndThenOr()
    {
        var parsed = WhereParser.Parse("NOT late = TRUE OR delay > 1 and (delay < 9 or origin is null)", Schema);

        parsed.Should().Be(new OrPredicate(
            new NotPredicate(new ComparePredicate("late", "=", true)),
            new AndPredicate(new ComparePredicate("delay", ">", 1L), new OrPredicate(new ComparePredicate("delay", "<", 9L), new IsNullPredicate("origin")))));
    }

    [Fact]
    public void Parse_InAndIsNotNull_AreNegatedByNot()
    {
        var parsed = WhereParser.Parse("origin NOT IN ('ORD', 'LAX') AND delay IS NOT NULL", Schema);

        parsed.Should().BeEquivalentTo(
            new AndPredicate(new NotPredicate(new InPredicate("origin", ["ORD", "LAX"])), new NotPredicate(new IsNullPredicate("delay"))), options => options.RespectingRuntimeTypes());
    }

    [Fact]
    public void Parse_QuotedName_IsAColumnEvenIfAKeyword()
    {
        var parsed = WhereParser.Parse("\"NOT\" = 1", Schema);

        parsed.Should().Be(new ComparePredicate("NOT", "=", 1L));
    }

    [Theory]
    [InlineData("", "expected a column")]
    [InlineData("origin", "expected a comparison")]
    [InlineData("origin = ", "expected a literal")]
    [InlineData("origin = delay", "expected a literal")]
    [InlineData("origin = 'ORD", "not closed")]
    [InlineData("origin = NULL", "IS NULL")]
    [InlineData("origin = 5", "text in single quotes")]
    [InlineData("delay = 'x'", "a number")]
    [InlineData("at = '2001-03-01T12:00:00'", "2001-03-01T12:00:00Z")]
    [InlineData("nope = 1", "no column 'nope'")]
    [InlineData("delay = 1 delay = 2", "expected AND, OR or the end")]
    [InlineData("(delay = 1", "expected ')'")]
    [InlineData("delay IN ()", "expected a literal")]
    [InlineData("1 = 1", "a column")]
    [InlineData("delay = 1; DROP TABLE x", "';'")]
    public void Parse_NoCondition_SaysWhatIsWrong(string text, string message)
    {
        var parse = () => WhereParser.Parse(text, Schema);

        parse.Should().Throw<UsageException>().WithMessage($"*{message}*");
    }

    [Fact]
    public void Parse_DeepNesting_IsRefused()
    {
        var parse = () => WhereParser.Parse(new string('(', 10_000) + "delay = 1" + new string(')', 10_000), Schema);

        parse.Should().Throw<UsageException>().WithMessage("*nested*");
    }
}
