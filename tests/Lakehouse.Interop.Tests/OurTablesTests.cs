using Lakehouse.Interop.Tests.Linter;
using Lakehouse.Interop.Tests.Rows;
using Lakehouse.Interop.Tests.Spark;
using Lakehouse.Interop.Tests.Tables;

namespace Lakehouse.Interop.Tests;

public sealed class OurTablesTests(SparkFixture spark)
{
    [Theory]
    [MemberData(nameof(OurTables.Names), MemberType = typeof(OurTables))]
    public async Task Read_BySparkByVersionAndTime_TypesAndRowsAreOurs(string name)
    {
        using var table = await OurTables.WriteAsync(name);

        await SparkView.VerifyVersionsAsync(spark, table.Path);

        (await spark.SqlAsync($"DESCRIBE HISTORY {SparkView.Source(table.Path)}")).Rows.Should().NotBeEmpty();
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
