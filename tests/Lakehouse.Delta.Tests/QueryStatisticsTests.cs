namespace Lakehouse.Delta.Tests;

public sealed class QueryStatisticsTests : IDisposable
{
    private readonly TestTable test = new();

    [Fact]
    public async Task WriteQuery_DecimalsWithoutDigitsBeforeThePoint_GetBoundsThatAreNumbers()
    {
        var transaction = test.Table.Create(new([new("x", new PrimitiveType("decimal(18,18)"))]));

        await transaction.WriteQueryAsync(test.Session, "SELECT CAST(x AS DECIMAL(18, 18)) AS x FROM (VALUES (-0.5), (0.25)) v(x)", ct: TestTable.Cancel);

        transaction.StagedFiles.Single().Stats.Should().Contain("\"x\":-0.500000000000000000").And.Contain("\"x\":0.250000000000000000");
    }

    public void Dispose() => test.Dispose();
}
