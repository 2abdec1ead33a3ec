namespace Lakehouse.Delta.Tests.Operations;

public sealed class RowRangeTests : IDisposable
{
    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    [Theory]
    [InlineData("byte", -129)]
    [InlineData("short", 32768)]
    [InlineData("decimal(3,1)", 1000)]
    [InlineData("decimal(12,2)", 1_000_000_000_000)]
    public async Task OpenWriter_NumberBeyondItsType_IsRefused(string type, long value)
    {
        foreach (var partitions in (string[][])[[], ["v"]])
        {
            var transaction = table.Table.Create(new TableSchema([new("id", new PrimitiveType("long")), new("v", new PrimitiveType(type))]), partitions);
            await using var writer = transaction.OpenWriter();
            writer.Columns[0].AppendInt64(1);
            writer.Columns[1].AppendInt64(value);

            var act = async () =>
            {
                writer.EndRow();
                await writer.CloseAsync(TestTable.Cancel);
            };

            await act.Should().ThrowAsync<DeltaException>().WithMessage("*'v' is beyond its type*");
        }
    }
}
