using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;
using static Lakehouse.Engine.DuckDb.Tests.Expression;

namespace Lakehouse.Engine.DuckDb.Tests.Materialize;

public sealed class IntegerIdTests : IDisposable
{
    private static readonly Expr City = Column("city", DataType.String);

    private static readonly ContractDefinition Contract = new(
        new("stops", 1),
        Source: null!,
        [
            new("stop_id", DataType.Int64, Nullable: false, ColumnRole.EventId, Literal(0)),
            new("at", DataType.Timestamp, Nullable: false, ColumnRole.EventTime, Literal(0)),
            new("city", DataType.String, Nullable: true, ColumnRole.Value, City),
        ],
        Rules: []);

    private readonly TestLake lake = new();

    [Semantics("1.2")]
    [Fact]
    public async Task Materialize_IntegerEventIdAndComputedKey_OrdersTiesByNumber()
    {
        var view = new StateViewDefinition(
            new("last_stop", 1), Contract, new("upper_city", [new Field("upper_city", DataType.String, Nullable: false)]),
            [Call(Function.Upper, DataType.String, City)], [new("city", City)]);
        var silver = lake.Table("silver/stops@1");
        await TestLake.AppendAsync(silver, Contract.Schema, [Stop(9, "a"), Stop(10, "A"), Stop(2, null)]);

        var result = await new DuckDbEngine(TestLake.Options, TimeProvider.System).MaterializeAsync(
            new MaterializePlan(view, "hash", silver, "silver/stops@1", 0, lake.Table("gold/last_stop@1"), ClockMicros: 5, HorizonMicros: 0),
            TestContext.Current.CancellationToken);

        result.Should().BeEquivalentTo(new { RowsWritten = 1L, NullKeyEvents = 1L });
        (await TestLake.ReadAsync(lake.Table("gold/last_stop@1"), "1", "upper_city", "city")).Should().ContainSingle().Which.Should().Equal(Value.String("A"), Value.String("A"));
    }

    public void Dispose() => lake.Dispose();

    private static Value[] Stop(long id, string? city) => [Value.Int64(id), Value.Int64(1), Value.String(city)];
}
