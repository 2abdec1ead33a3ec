using Lakehouse.Engine.Spark.Dialect;
using Lakehouse.Features;
using Lakehouse.Features.Expressions;
using Lakehouse.Spark.TestHost;

namespace Lakehouse.Engine.Spark.Tests.Dialect;

/// <summary>Lists of expressions: what they share is text once.</summary>
public sealed class ProjectionSqlTests(SparkHost host)
{
    [Fact]
    public void Select_SumDoubledAgainAndAgain_IsTextOfLinearLengthAndRight()
    {
        int once = Doubled(25).Sql.Length, twice = Doubled(50).Sql.Length, beyondWide = Doubled(100).Sql.Length;

        var row = host.Session.Sql(Doubled(20).Sql).Collect().Single();

        twice.Should().BeLessThan(once * 5 / 2);
        beyondWide.Should().BeLessThan(60_000);
        row.GetAs<long>("doubled").Should().Be(3 << 20);
    }

    [Fact]
    public void Select_ExpressionsThatCannotOverflow_HaveNoFlags()
    {
        Expr n = new ColumnExpr("n", DataType.Int64), t = new ColumnExpr("t", DataType.Timestamp);
        var minutes = new CallExpr(Function.Add, [new CallExpr(Function.Hour, [t], DataType.Int64), new CallExpr(Function.Minute, [t], DataType.Int64)], DataType.Int64);
        var sum = new CallExpr(Function.Add, [n, n], DataType.Int64);

        var projection = ProjectionSql.Select("events", [new("minutes", minutes), new("sum", sum)], ["id"]);

        projection.Columns.Should().Equal(new ProjectedColumn("minutes", null, null), new ProjectedColumn("sum", "sum__overflow", null));
    }

    private static Projection Doubled(int times)
    {
        Expr sum = new ColumnExpr("n", DataType.Int64);
        for (var i = 0; i < times; i++) sum = new CallExpr(Function.Add, [sum, sum], DataType.Int64);
        return ProjectionSql.Select("(SELECT 3L AS n) AS t", [new("doubled", sum)], []);
    }
}
