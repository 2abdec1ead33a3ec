using System.Collections;
using Lakehouse.Spark.TestHost;
using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Types;

namespace Microsoft.Spark.Tests;

public sealed class CollectTests(SparkHost host)
{
    [Fact]
    public void Collect_EveryType_ComesAsUpstreamsType()
    {
        var row = host.Session.Sql("""
            SELECT 9007199254740993L, 1, 3S, -5Y, 0.1D, float(0.1), 12345678901234567890.12BD, 'a\nb"\\é😀', true, X'00ff', DATE'2024-02-03', TIMESTAMP'2024-02-03 04:05:06.123456',
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
    public void Collect_DeltaTable_GivesWhatWasWritten()
    {
        var path = Path.Combine(host.Folder, Guid.NewGuid().ToString("N"));
        host.Session.Range(1000).Write().Format("delta").Mode(SaveMode.Overwrite).Save(path);

        var rows = host.Session.Read().Format("delta").Option("versionAsOf", 0L).Load(path).Sort("id").Collect();

        rows.Select(r => r.GetAs<long>(0)).Should().Equal(Enumerable.Range(0, 1000).Select(i => (long)i));
    }
}
