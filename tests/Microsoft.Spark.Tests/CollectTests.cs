using System.Collections;
using Lakehouse.Spark.TestHost;
using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Types;

namespace Microsoft.Spark.Tests;

/// <summary>Rows come here without loss, as upstream's types.</summary>
public sealed class CollectTests(SparkHost host)
{
    private const string Types =
        "a BIGINT, b INT, c SMALLINT, d TINYINT, e DOUBLE, f FLOAT, g DECIMAL(28,4), h STRING, i BOOLEAN, j BINARY, k DATE, l TIMESTAMP, "
        + "m ARRAY<INT>, n MAP<STRING,DOUBLE>, o STRUCT<x: STRING>";

    private readonly SparkSession session = host.Session;

    [Fact]
    public void Collect_EveryType_ComesAsUpstreamsType()
    {
        var row = session.Sql("""
            SELECT 9007199254740993L, 1, 3S, -5Y, 0.1D, float(0.1), 12345678901234567890.12BD, 'a\nb"\\é😀', true, X'00ff', DATE'2024-02-03',
              TIMESTAMP'2024-02-03 04:05:06.123456',
              array(1, null), map('k', 1.5D), named_struct('x', CAST(NULL AS STRING), 'y', array(named_struct('z', 2L))), CAST(NULL AS BIGINT)
            """).Collect().Single();

        row.Values.Take(12).Should().Equal(9007199254740993L, 1, (short)3, (sbyte)-5, 0.1, 0.1f, 12345678901234567890.12m, "a\nb\"\\é😀", true, row[9],
            new Date(2024, 2, 3), new Timestamp(2024, 2, 3, 4, 5, 6, 123456));
        row.GetAs<byte[]>(9).Should().Equal(0, 255);
        row.GetAs<ArrayList>(12).Cast<object?>().Should().Equal(1, (object?)null);
        row.GetAs<Dictionary<string, double>>(13).Should().Equal(new Dictionary<string, double> { ["k"] = 1.5 });
        row.GetAs<Row>(14).GetAs<Row[]>("y")[0].GetAs<long>("z").Should().Be(2);
        row[15].Should().BeNull();
    }

    [Fact]
    public void Collect_NullOfEveryType_IsNull()
    {
        var row = session.Sql($"SELECT from_json('{{}}', '{Types}') AS s").SelectExpr("s.*").First();

        row.Size().Should().Be(15);
        row.Values.Should().AllSatisfy(v => v.Should().BeNull());
    }

    [Fact]
    public void Collect_Extremes_AreExact()
    {
        var row = session.Sql("""
            SELECT -9223372036854775808L, 9223372036854775807L, double('NaN'), double('Infinity'), double('-Infinity'), 4.9E-324D, 1.7976931348623157E308D, -0.0D,
              float('NaN'), float(1.4E-45),
              DATE'0001-01-01', DATE'9999-12-31', TIMESTAMP'0001-01-01 00:00:00', TIMESTAMP'9999-12-31 23:59:59.999999', TIMESTAMP'1883-11-18 12:03:58.000001',
              0.0000000000000000000000000001BD, CAST(1.10 AS DECIMAL(38, 28)), 9999999999999999999999999999BD
            """).First();

        row.Values.Take(7).Should().Equal(long.MinValue, long.MaxValue, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue);
        double.IsNegative(row.GetAs<double>(7)).Should().BeTrue();
        row.Values.Skip(8).Take(7).Should().Equal(float.NaN, float.Epsilon, new Date(1, 1, 1), new Date(9999, 12, 31),
            new Timestamp(1, 1, 1, 0, 0, 0, 0), new Timestamp(9999, 12, 31, 23, 59, 59, 999999), new Timestamp(1883, 11, 18, 12, 3, 58, 1));
        row.Values.Skip(15).Should().Equal(0.0000000000000000000000000001m, 1.10m, 9999999999999999999999999999m);
    }

    [Theory]
    [InlineData("12345678901234567890123456789.5BD", "*28*cast the column to string*")]
    [InlineData("0.00000000000000000000000000001BD", "*28*cast the column to string*")]
    [InlineData("DATE'-0001-01-01'", "*date*1 to 9999*")]
    [InlineData("TIMESTAMP'+10000-01-01 00:00:00'", "*timestamp*1 to 9999*")]
    public void Collect_ValueThatNetCannotHold_IsRefused(string value, string message)
    {
        var act = () => session.Sql($"SELECT {value}").Collect();

        act.Should().Throw<OverflowException>().WithMessage(message);
    }

    [Fact]
    public void Collect_MapKeys_HaveTheirType()
    {
        var row = session.Sql("SELECT map(1L, 'x'), map(DATE'2024-02-03', 1), map(TIMESTAMP'2024-02-03 04:05:06.000007', 1), map(true, 1), map(1.50BD, 1)").First();

        row.Values.Select(m => ((Hashtable)m!).Keys.Cast<object>().Single()).Should().Equal(1L, new Date(2024, 2, 3), new Timestamp(2024, 2, 3, 4, 5, 6, 7), true, 1.50m);
    }

    [Fact]
    public void Collect_ColumnsOfOneNameAndOddNames_AreKeptApart()
    {
        var row = session.Sql("SELECT 1 AS a, 2 AS a, 3 AS `x.y`, 4 AS `ü ``q`").First();

        row.Values.Should().Equal(1, 2, 3, 4);
        row.Schema.Fields.Select(f => f.Name).Should().Equal("a", "a", "x.y", "ü `q");
        row.GetAs<int>("x.y").Should().Be(3);
    }

    [Fact]
    public void Collect_ManyAndHugeRows_ComeInPages()
    {
        var many = session.Sql("SELECT id, repeat('x', 100) FROM range(50000) ORDER BY id").Collect().ToList();
        var huge = session.Sql("SELECT repeat('é', 1000000 + int(id)) FROM range(10) ORDER BY id").Collect().ToList();

        many.Select(r => r.GetAs<long>(0)).Should().Equal(Enumerable.Range(0, 50_000).Select(i => (long)i));
        huge.Select(r => r.GetAs<string>(0).Length).Should().Equal(Enumerable.Range(1_000_000, 10));
    }

    [Fact]
    public void Collect_NothingAndNoColumns_GivesNoValues()
    {
        session.Range(0).Collect().Should().BeEmpty();
        session.Range(3).Select().Collect().Select(r => r.Size()).Should().Equal(0, 0, 0);
        session.Range(5).Take(2).Should().HaveCount(2);
        session.Range(5).Tail(2).Select(r => r.GetAs<long>(0)).Should().Equal(3, 4);
        session.Range(0).IsEmpty().Should().BeTrue();
    }

    [Fact]
    public void CreateDataFrame_RowsOfEveryType_ComeBackEqual()
    {
        object?[] values =
        [
            long.MinValue, int.MaxValue, 0.1, double.NaN, 1.10m, "a\n\"\\😀\u2028", true, new byte[] { 0, 255 }, new Date(1, 1, 1), new Timestamp(2024, 2, 3, 4, 5, 6, 7), null,
        ];
        DataType[] types =
        [
            new LongType(), new IntegerType(), new DoubleType(), new DoubleType(), new DecimalType(10, 2), new StringType(), new BooleanType(), new BinaryType(), new DateType(),
            new TimestampType(), new StringType(),
        ];
        var schema = new StructType(types.Select((t, i) => new StructField($"c{i}", t)));

        var frame = session.CreateDataFrame([new GenericRow(values), new GenericRow(new object?[values.Length])], schema);
        var rows = frame.Collect().ToList();

        frame.Schema().Should().Be(schema);
        rows[0].Values.Where(v => v is not byte[]).Should().Equal(values.Where(v => v is not byte[]));
        rows[0].GetAs<byte[]>(7).Should().Equal(0, 255);
        rows[1].Values.Should().AllSatisfy(v => v.Should().BeNull());
        session.CreateDataFrame(["x", "y"]).Collect().Select(r => r.GetAs<string>("_1")).Should().Equal("x", "y");
    }
}
