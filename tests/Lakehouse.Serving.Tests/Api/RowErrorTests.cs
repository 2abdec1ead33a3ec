using Grpc.Core;
using Lakehouse.Client;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;
using Lakehouse.Online.Failover;
using Lakehouse.Serving.V1;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using static Lakehouse.Serving.Tests.ServingHost;
using DataType = Lakehouse.Features.DataType;
using Status = Lakehouse.Serving.V1.FeatureStatus;

namespace Lakehouse.Serving.Tests.Api;

/// <summary>What fails for one row fails that row only.</summary>
public sealed class RowErrorTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch.AddHours(10);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Semantics("7.13", "8.1", "8.2")]
    [Fact]
    public async Task GetFeatures_OverflowInOneRow_IsThatCellsError()
    {
        await using var host = await HostAsync();

        var batch = await host.Client.GetFeaturesAsync(new FeatureQuery("delays@1").Key("airport", "ORD", "ATL", "XXX").Input("minutes", 1L, long.MaxValue, 3L).At(At), Ct);

        Statuses(batch, "planned.minutes_more").Should().Equal(Status.Present, Status.Error, Status.Present);
        Statuses(batch, "airport_delays.delay").Should().Equal(Status.Present, Status.Present, Status.Absent);
        var error = batch.Response.Errors.Should().ContainSingle().Subject;
        (error.Reason, error.Retryable).Should().Be(("FEATURE_OVERFLOW", false));
        error.Message.Should().Contain("planned.minutes_more of delays@1");
        (error.Features, error.Rows).Should().BeEquivalentTo((new uint[] { 2 }, new uint[] { 1 }));
        host.Log.Lines.Should().BeEmpty("a caller's numbers are no event of the server");
    }

    [Semantics("8.2")]
    [Theory]
    [InlineData("X'09'")]
    [InlineData("X'0100'")]
    [InlineData("CAST(row || X'00' AS BLOB)")]
    [InlineData("substr(row, 1, length(row) - 1)")]
    public async Task GetFeatures_DamagedRow_IsThatRowsError(string bytes)
    {
        await using var host = await HostAsync();
        await using (var database = new SqliteConnection($"Data Source={host.Store.Path}"))
        {
            await database.OpenAsync(Ct);
            await using var damage = database.CreateCommand();
            damage.CommandText = $"UPDATE \"airport_delays@1\" SET row = {bytes} WHERE hex(key) = '41544C0000'";
            (await damage.ExecuteNonQueryAsync(Ct)).Should().Be(1);
        }

        var batch = await host.Client.GetFeaturesAsync(new FeatureQuery("delays@1").Key("airport", "ORD", "ATL", "ATL").Input("minutes", 1L).At(At), Ct);
        var alone = await host.Client.GetFeaturesAsync(new FeatureQuery("delays@1").Key("airport", "ATL").Input("minutes", 1L).At(At), Ct);

        Statuses(batch, "airport_delays.delay").Should().Equal(Status.Present, Status.Error, Status.Error);
        Statuses(batch, "airport_carrier.carrier").Should().OnlyContain(s => s == Status.Absent);
        Statuses(batch, "planned.minutes_more").Should().OnlyContain(s => s == Status.Present);
        batch.Rows[1].EventTime("airport_delays").Should().BeNull();
        var error = batch.Response.Errors.Should().ContainSingle().Subject;
        (error.Reason, error.Retryable).Should().Be(("ROW_DAMAGED", false));
        (error.Features, error.Rows).Should().BeEquivalentTo((new uint[] { 0 }, new uint[] { 1, 2 }));
        Statuses(alone, "airport_delays.delay").Should().Equal(Status.Error);
        host.Log.Lines.Should().ContainSingle("what comes with every call is told once a second").Which.Should().StartWith("Error RowsFailed").And.NotContain("ATL");
    }

    [Semantics("8.2")]
    [Fact]
    public async Task GetFeatures_KeysThatAreNone_AreTheirRowsErrors()
    {
        await using var host = await HostAsync();
        var tooLong = new string('x', 70_000);
        var asLongAsMayBe = new string('x', 65_533);

        var batch = await host.Client.GetFeaturesAsync(new FeatureQuery("delays@1").Key("airport", "ORD", tooLong, asLongAsMayBe).Input("minutes", 1L).At(At), Ct);

        Statuses(batch, "airport_delays.delay").Should().Equal(Status.Present, Status.Error, Status.Absent);
        Statuses(batch, "planned.minutes_more").Should().Equal(Status.Present, Status.Error, Status.Present);
        var error = batch.Response.Errors.Should().ContainSingle().Subject;
        error.Reason.Should().Be("KEY_TOO_LONG");
        (error.Features, error.Rows).Should().BeEquivalentTo((new uint[] { 0, 1, 2 }, new uint[] { 1 }));
    }

    [Semantics("8.2")]
    [Fact]
    public async Task GetFeatures_PartitionAway_IsItsRowsErrorAndWorthAnotherTry()
    {
        await using var host = await HostAsync();
        await using var broken = new PartialStore(host.Store) { FailingKeys = { ["ATL"] = true } };
        await using var server = await FeatureServer.StartAsync(host.Sets, broken, new() { Port = 0, Logging = logging => logging.AddProvider(host.Log) }, host.Clock, Ct);
        using var client = new FeatureClient(server.Address, new() { MaxAttempts = 1 });

        var some = await client.GetFeaturesAsync(new FeatureQuery("delays@1").Key("airport", "ORD", "ATL").At(At), Ct);
        var none = () => client.GetFeaturesAsync(new FeatureQuery("delays@1").Key("airport", "ATL", "ATL").At(At), Ct);

        Statuses(some, "airport_delays.delay").Should().Equal(Status.Present, Status.Error);
        some.Response.Errors.Should().HaveCount(2, "both views are read").And.OnlyContain(e => e.Reason == "ROW_UNREADABLE" && e.Retryable && e.Rows.Single() == 1);
        (await none.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.Unavailable, "where no row can be given, the call failed");
    }

    [Fact]
    public async Task GetFeatures_SeveralStoresAndOneWithDamage_AreAskedInTurnAndKeptInUse()
    {
        await using var host = await HostAsync();
        await using var broken = new PartialStore(host.Store) { FailingKeys = { ["ATL"] = false } };
        await using var whole = new PartialStore(host.Store);
        await using var both = new FailoverReader([new("broken", broken), new("whole", whole)], new(), TimeProvider.System);
        await using var onlyBroken = new FailoverReader([new("broken", broken)], new(), TimeProvider.System);
        async Task<FeatureBatch> GetAsync(FailoverReader stores)
        {
            await using var server = await FeatureServer.StartAsync(host.Sets, stores, new() { Port = 0, Logging = logging => logging.AddProvider(host.Log) }, host.Clock, Ct);
            using var client = new FeatureClient(server.Address, new() { MaxAttempts = 1 });
            for (var i = 0; i < 20; i++) await client.GetFeaturesAsync(new FeatureQuery("delays@1").Key("airport", "ORD", "ATL").At(At), Ct);
            return await client.GetFeaturesAsync(new FeatureQuery("delays@1").Key("airport", "ORD", "ATL").At(At), Ct);
        }

        Statuses(await GetAsync(both), "airport_delays.delay").Should().Equal([Status.Present, Status.Present], "another store has the row");
        Statuses(await GetAsync(onlyBroken), "airport_delays.delay").Should().Equal(Status.Present, Status.Error);
        (both.IsUp("broken"), onlyBroken.IsUp("broken")).Should().Be((true, true), "a row that is asked for again and again must not take a store away");
    }

    [Semantics("8.3")]
    [Fact]
    public async Task GetFeatures_TransformOverAFailedFeature_IsAnErrorToo()
    {
        await using var host = await HostAsync();
        var delay = new ColumnExpr("airport_delays.delay", DataType.Int64);
        host.Sets.Add(new SetDefinition(new("derived", 1), [.. new ViewDefinition[] { Delays, Carriers, Planned }.Select(v => new SetMember(v, v.Columns))])
        {
            Transforms =
            [
                new("is_missing", new CallExpr(Function.IsNull, [delay], DataType.Bool), Fit: null),
                new("input_is_missing", new CallExpr(Function.IsNull, [new ColumnExpr("planned.minutes_more", DataType.Int64)], DataType.Bool), Fit: null),
            ],
        });
        await using var broken = new PartialStore(host.Store) { FailingKeys = { ["ATL"] = false } };
        await using var server = await FeatureServer.StartAsync(host.Sets, broken, new() { Port = 0, Logging = logging => logging.AddProvider(host.Log) }, host.Clock, Ct);
        using var client = new FeatureClient(server.Address);

        var batch = await client.GetFeaturesAsync(new FeatureQuery("derived@1").Key("airport", "ORD", "ATL", "XXX").Input("minutes", 1L, 1L, long.MaxValue).At(At), Ct);

        batch.Rows.Select(r => r["is_missing"]).Should().Equal(new FeatureValue(Status.Present, false), new FeatureValue(Status.Error, null), new FeatureValue(Status.Present, true));
        batch.Rows.Select(r => r["input_is_missing"]).Should().Equal(new FeatureValue(Status.Present, false), new FeatureValue(Status.Present, false), new FeatureValue(Status.Error, null));
        ErrorsAre(batch, ("ROW_DAMAGED", 0, 1), ("ROW_DAMAGED", 1, 1), ("FEATURE_OVERFLOW", 2, 2), ("SOURCE_FAILED", 3, 1), ("SOURCE_FAILED", 4, 2));
    }

    [Semantics("8.3")]
    [Fact]
    public async Task GetFeatures_FailuresOutOfRange_AreOutOfRange()
    {
        await using var host = await HostAsync();

        var batch = await host.Client.GetFeaturesAsync(new FeatureQuery("delays@1").Key("airport", "ORD", new string('x', 70_000)).Input("minutes", 1L).At(DateTimeOffset.UnixEpoch), Ct);

        Statuses(batch, "airport_delays.delay").Should().Equal(Status.OutOfRange, Status.OutOfRange);
        ErrorsAre(batch, ("KEY_TOO_LONG", 2, 1));
    }

    [Fact]
    public async Task GetFeatures_TextOfInvalidUtf8_NeverMatchesAnotherKey()
    {
        await using var host = await HostAsync();
        await host.Store.WriteAsync(Delays, 0, [Row(["A\uFFFD"], 9 * Hour, Value.Int64(99))], Ct);
        using var caller = new RawCaller(host.Server.Address);
        // set "delays@1", keys { name "airport", strings "A" and one more byte }, omit_schema
        byte[] Request(byte second) => [0x0A, 8, .. "delays@1"u8, 0x12, 13, 0x0A, 7, .. "airport"u8, 0x12, 2, (byte)'A', second, 0x28, 1];
        var call = () => caller.CallAsync(Request(0xFF));

        GetFeaturesResponse.Parser.ParseFrom(await caller.CallAsync(Request((byte)'B'))).Features[0].Status[0].Should().Be((byte)Status.Absent);
        (await call.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.InvalidArgument);
    }

    private static async Task<ServingHost> HostAsync()
    {
        var host = await ServingHost.StartAsync();
        await host.SyncAsync(Delays, Row(["ORD"], 10 * Hour, Value.Int64(12)), Row(["ATL"], 10 * Hour, Value.Int64(13)));
        await host.SyncAsync(Carriers);
        return host;
    }

    private static IEnumerable<Status> Statuses(FeatureBatch batch, string feature) => batch.Rows.Select(r => r.Status(feature));

    private static void ErrorsAre(FeatureBatch batch, params (string Reason, uint Feature, uint Row)[] expected) =>
        batch.Response.Errors.SelectMany(e => e.Features.SelectMany(f => e.Rows.Select(r => (e.Reason, f, r)))).Should().BeEquivalentTo(expected);
}
