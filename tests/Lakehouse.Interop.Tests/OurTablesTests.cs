using Lakehouse.Interop.Tests.Linter;
using Lakehouse.Interop.Tests.Rows;
using Lakehouse.Interop.Tests.Spark;
using Lakehouse.Interop.Tests.Tables;
using Lakehouse.Spark.TestHost;

namespace Lakehouse.Interop.Tests;

public sealed class OurTablesTests(SparkHost host)
{
    [Theory]
    [MemberData(nameof(OurTables.Names), MemberType = typeof(OurTables))]
    public async Task Read_BySparkByVersionAndTime_TypesAndRowsAreOurs(string name)
    {
        var sql = new SparkSql(host);
        using var table = await OurTables.WriteAsync(name);

        await SparkView.VerifyVersionsAsync(sql, table.Path);

        sql.Run($"DESCRIBE HISTORY {SparkView.Source(table.Path)}").IsEmpty().Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(OurTables.Names), MemberType = typeof(OurTables))]
    public async Task Lint_EveryVersion_NoErrors(string name)
    {
        using var table = await OurTables.WriteAsync(name);

        var findings = await DeltaLint.RunAsync(table.Path);

        findings.Where(f => f.StartsWith("E ", StringComparison.Ordinal)).Should().BeEmpty();
    }
}
