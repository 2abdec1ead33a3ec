using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using static Lakehouse.Engine.DuckDb.Tests.Expression;

namespace Lakehouse.Engine.DuckDb.Tests.Conform;

/// <summary>What a conform does, whatever the engine.</summary>
/// <param name="engine">The engine under test.</param>
public abstract class ConformCases(IEngine engine) : IDisposable
{
    private readonly Payments payments = new(engine);

    [Fact]
    public async Task Conform_GoodRows_WritesTypedEvents()
    {
        var version = await payments.IngestAsync("a.csv", [["p2", "2024-05-01T12:00:00.5+02:00", "12.5", null, "1e3"], ["p1", "2024-05-01 09:00Z", "-0", null, "-0"]]);

        var result = await payments.ConformAsync(version);

        result.Should().BeEquivalentTo(new { Version = 0L, Changed = true, RowsRead = 2L, RowsWritten = 2L, RowsDeleted = 0L, RowsQuarantined = 0L });
        (await payments.SilverRowsAsync()).Should().Equal("p1|2024-05-01T09:00:00.000000Z|0.00|0", "p2|2024-05-01T10:00:00.500000Z|12.50|1000");
    }

    [Semantics("1.1", "7.2")]
    [Theory]
    [InlineData("p1", "2024-05-01T12:00:00", "1", "1", "type of PaidAt")]
    [InlineData("p1", "2024-02-30T12:00:00Z", "1", "1", "type of PaidAt")]
    [InlineData("p1", "2024-05-01T12:00:00Z", "1.005", "1", "type of Amount")]
    [InlineData("p1", "2024-05-01T12:00:00Z", "123456789.00", "1", "type of Amount")]
    [InlineData("p1", "2024-05-01T12:00:00Z", " 1", "x", "type of Amount")]
    [InlineData("p1", "2024-05-01T12:00:00Z", "1", "1,5", "type of Score")]
    [InlineData(null, "2024-05-01T12:00:00Z", "1", "1", "payment_id is required")]
    [InlineData("p1", "9995-05-01T12:00:00Z", "1", "1", "event time in range")]
    [InlineData("p1", "2024-05-01T12:00:00Z", "-1", "1", "amount is not negative")]
    public async Task Conform_BadRow_QuarantinesItUnderItsFirstRule(string? id, string time, string amount, string score, string rule)
    {
        var version = await payments.IngestAsync("a.csv", [[id, time, amount, null, score]]);

        var result = await payments.ConformAsync(version);

        result.RowsQuarantined.Should().Be(1);
        result.Version.Should().Be(0, "silver is created empty, so that the progress is kept");
        (await payments.SilverRowsAsync()).Should().BeEmpty();
        (await payments.QuarantineRowsAsync()).Should().ContainSingle().Which.Should().StartWith($"{rule}|a.csv|0|0|{{\"Amount\":\"{amount}\"");
    }

    [Semantics("1.1", "7.7")]
    [Fact]
    public async Task Conform_TimestampWithoutOffset_TakesTheDeclaredZone()
    {
        payments.Contract = Payments.Define("Europe/Berlin");
        var version = await payments.IngestAsync(
            "a.csv", [["p1", "2024-10-27T02:30:00", "1", null, null], ["p2", "2024-03-31T02:30:00", "1", null, null], ["p3", "2024-07-01T00:00:00", "1", null, null]]);

        await payments.ConformAsync(version);

        (await payments.SilverRowsAsync()).Should().Equal("p3|2024-06-30T22:00:00.000000Z|1.00|∅", "p1|2024-10-27T00:30:00.000000Z|1.00|∅");
        (await payments.QuarantineRowsAsync()).Should().ContainSingle().Which.Should().StartWith("type of PaidAt|a.csv|1");
    }

    [Fact]
    public async Task Conform_NothingNew_CommitsNothing()
    {
        var version = await payments.IngestAsync("a.csv", [["p1", "2024-05-01T12:00:00Z", "1", null, null]]);
        await payments.ConformAsync(version);

        var again = await payments.ConformAsync(version);

        again.Changed.Should().BeFalse();
        again.Version.Should().Be(0);
    }

    [Semantics("1.3")]
    [Fact]
    public async Task Conform_Correction_ReplacesTheEventAndKeepsTheOthers()
    {
        await payments.IngestAsync("a.csv", [["p1", "2024-05-01T12:00:00Z", "1", null, null], ["p2", "2024-05-01T13:00:00Z", "2", null, null]]);
        await payments.ConformAsync(0);
        await payments.IngestAsync(
            "b.csv", [["p1", "2024-05-02T12:00:00Z", "9", null, null], ["p2", "2024-05-01T13:00:00Z", "2.00", null, null], ["p3", "2024-05-01T13:00:00Z", "3", null, null]]);

        var result = await payments.ConformAsync(1);

        result.Should().BeEquivalentTo(new { RowsRead = 3L, RowsWritten = 2L, RowsDeleted = 0L });
        (await payments.SilverRowsAsync()).Should().Equal(
            "p2|2024-05-01T13:00:00.000000Z|2.00|∅", "p3|2024-05-01T13:00:00.000000Z|3.00|∅", "p1|2024-05-02T12:00:00.000000Z|9.00|∅");
    }

    [Semantics("1.4")]
    [Fact]
    public async Task Conform_QuarantinedCorrection_LeavesTheOldImage()
    {
        await payments.IngestAsync("a.csv", [["p1", "2024-05-01T12:00:00Z", "1", null, null]]);
        await payments.IngestAsync("b.csv", [["p1", "2024-05-01T12:00:00Z", "-5", null, null]]);

        await payments.ConformAsync(1);

        (await payments.SilverRowsAsync()).Should().Equal("p1|2024-05-01T12:00:00.000000Z|1.00|∅");
    }

    [Semantics("7.3")]
    [Fact]
    public async Task Conform_ReplacedFileWhoseRowIsRefused_LeavesTheOldImage()
    {
        string?[] first = ["p1", "2024-05-01T12:00:00Z", "1", null, null], second = ["p2", "2024-05-01T12:00:00Z", "2", null, null];
        await payments.IngestAsync("a.csv", [first, second]);
        await payments.ConformAsync(0);
        await payments.IngestAsync("a.csv", [["p1", "2024-05-01T12:00:00Z", "-5", null, null]], removed: [first, second]);

        var result = await payments.ConformAsync(1);

        result.Should().BeEquivalentTo(new { RowsDeleted = 1L, RowsQuarantined = 1L });
        (await payments.SilverRowsAsync()).Should().Equal("p1|2024-05-01T12:00:00.000000Z|1.00|∅");
    }

    [Semantics("1.5", "7.3")]
    [Fact]
    public async Task Conform_ReplacedFileWithoutARowThatWasRefused_DeletesTheOldImage()
    {
        string?[] good = ["p1", "2024-05-01T12:00:00Z", "1", null, null], refused = ["p1", "2024-05-01T12:00:00Z", "x", null, null];
        await payments.IngestAsync("a.csv", [good]);
        await payments.IngestAsync("a.csv", [refused], removed: [good]);
        await payments.ConformAsync(1);
        await payments.IngestAsync("a.csv", [["p2", "2024-05-01T12:00:00Z", "2", null, null]], removed: [refused]);

        await payments.ConformAsync(2);

        (await payments.SilverRowsAsync()).Should().Equal("p2|2024-05-01T12:00:00.000000Z|2.00|∅");
    }

    [Semantics("7.1")]
    [Fact]
    public async Task Conform_BadTextInAColumnThatNothingReads_KeepsTheRow()
    {
        payments.Contract = payments.Contract with { Columns = [.. payments.Contract.Columns.Where(c => c.Name != "score")] };
        var version = await payments.IngestAsync("a.csv", [["p1", "2024-05-01T12:00:00Z", "1", null, "no number"]]);

        await payments.ConformAsync(version);

        (await payments.SilverRowsAsync()).Should().Equal("p1|2024-05-01T12:00:00.000000Z|1.00");
    }

    [Semantics("1.5")]
    [Fact]
    public async Task Conform_DeleteRule_DeletesTheEvent()
    {
        await payments.IngestAsync("a.csv", [["p1", "2024-05-01T12:00:00Z", "1", null, null], ["p2", "2024-05-01T12:00:00Z", "1", null, null]]);
        await payments.ConformAsync(0);
        await payments.IngestAsync("b.csv", [["p1", "2024-05-01T12:00:00Z", "1", "cancel", null], ["p9", "2024-05-01T12:00:00Z", "1", "cancel", null]]);

        var result = await payments.ConformAsync(1);

        result.Should().BeEquivalentTo(new { RowsWritten = 0L, RowsDeleted = 1L });
        (await payments.SilverRowsAsync()).Should().Equal("p2|2024-05-01T12:00:00.000000Z|1.00|∅");
    }

    [Fact]
    public async Task Conform_WarnRule_CountsAndKeepsTheRow()
    {
        await payments.IngestAsync("a.csv", [["p1", "2024-05-01T12:00:00Z", "5000", null, null]]);

        var result = await payments.ConformAsync(0);

        result.Warnings.Should().Equal(new Dictionary<string, long>(StringComparer.Ordinal) { ["amount is small"] = 1 });
        result.RowsWritten.Should().Be(1);
    }

    [Semantics("6.4", "7.6")]
    [Fact]
    public async Task Conform_ContractGainsAColumn_RewritesAllOfSilver()
    {
        await payments.IngestAsync("a.csv", [["p1", "2024-05-01T12:00:00Z", "1", "card", null]]);
        await payments.ConformAsync(0);
        await payments.IngestAsync("b.csv", [["p2", "2024-05-01T12:00:00Z", "1", "cash", null]]);
        payments.Contract = Payments.Define(zone: null, new ContractColumn("kind", DataType.String, Nullable: true, ColumnRole.Value, Column("Kind", DataType.String)));
        payments.Hash = "sha256:2";

        var result = await payments.ConformAsync(1);

        result.Version.Should().Be(1);
        (await payments.SilverRowsAsync()).Should().Equal("p1|2024-05-01T12:00:00.000000Z|1.00|∅|card", "p2|2024-05-01T12:00:00.000000Z|1.00|∅|cash");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        payments.Dispose();
        GC.SuppressFinalize(this);
    }
}
