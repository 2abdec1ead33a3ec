using Lakehouse.Spark.TestHost;
using Microsoft.Spark.Sql;
using static Microsoft.Spark.Sql.Functions;

namespace Microsoft.Spark.Tests;

/// <summary>Queries by columns instead of SQL text.</summary>
public sealed class ColumnTests(SparkHost host)
{
    private readonly SparkSession session = host.Session;

    [Fact]
    public void Select_Operators_GiveTheirValues()
    {
        var id = Col("id");

        var row = session.Range(7, 8).Select(id + 1, id - 1L, id * 2, id % 4, -id, id == 7, id != 7, id > 6 & id <= 7, !(id < 3) | id >= 9,
            id.Between(1, 7), id.IsIn(1L, 7L), id.Cast("string").As("t"),
            When(id == 7, "seven").Otherwise("other"), Lit(null).IsNull(), Coalesce(Lit(null), id)).First();

        row.Values.Should().Equal(8L, 6L, 14L, 3L, -7L, true, false, true, true, true, true, "7", "seven", true, 7L);
    }

    [Fact]
    public void GroupByWindowJoin_GiveTheirRows()
    {
        var numbers = session.Range(6).WithColumn("k", Col("id") % 2);

        var sums = numbers.GroupBy("k").Agg(Sum("id").As("s"), CountDistinct("id").As("n")).OrderBy("k").Collect().Select(r => r.Values);
        var number = RowNumber().Over(Sql.Expressions.Window.PartitionBy("k").OrderBy(Col("id").Desc()));
        var second = numbers.Select(Col("id"), number.As("n")).Where("n = 2").Sort("id").Collect().Select(r => r.GetAs<long>(0));
        var joined = numbers.Join(session.Range(4, 9), ["id"]).Count();

        sums.Should().SatisfyRespectively(v => v.Should().Equal(0L, 6L, 3L), v => v.Should().Equal(1L, 9L, 3L));
        second.Should().Equal(2, 3);
        joined.Should().Be(2);
    }

    [Fact]
    public void Functions_TextsAndNested_GiveTheirValues()
    {
        var row = session.Range(1).Select(Upper(Lit("aé")), Sha2(Lit("x"), 256), ConcatWs("-", Lit("a"), Lit("b")), RegexpReplace(Lit("a1b"), "[0-9]", "_"),
            Size(Array(Lit(1), Lit(2))),
            ToJson(Struct(Lit(1).As("a"))), FromJson(Lit("{\"a\":5}"), "a INT").GetField("a"), Year(ToDate(Lit("2024-02-03"))), Greatest(Lit(1), Lit(2))).First();

        row.Values.Should().Equal("AÉ", "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", "a-b", "a_b", 2, "{\"a\":1}", 5, 2024, 2);
    }

    [Fact]
    public void Sessions_SettingsAndViews_AreTheirOwn()
    {
        var one = host.NewSession();
        var two = host.NewSession();
        one.Conf().Set("spark.sql.ansi.enabled", false);
        one.Range(3).CreateOrReplaceTempView("v");

        one.Conf().Get("spark.sql.ansi.enabled").Should().Be("false");
        two.Conf().Get("spark.sql.ansi.enabled").Should().Be("true");
        one.Table("v").Count().Should().Be(3);
        two.Catalog.TableExists("v").Should().BeFalse();
        one.Conf().Get("spark.no.such", "none").Should().Be("none");
        session.SparkContext.GetConf().Get("spark.app.name", "").Should().Be("tests");
    }
}
