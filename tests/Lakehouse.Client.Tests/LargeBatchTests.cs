using CsCheck;
using Lakehouse.Features;
using Lakehouse.Serving.Tests;
using static Lakehouse.Serving.Tests.ServingHost;
using Status = Lakehouse.Serving.V1.FeatureStatus;

namespace Lakehouse.Client.Tests;

public sealed class LargeBatchTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetFeatures_BatchInParts_IsTheAnswerOfOneCall()
    {
        await using var host = await ServingHost.StartAsync();
        await host.StoreEverythingAsync();
        var lookups = Gen.Select(Gen.Int[0, SampleLookups.Keys + 5].Array[0, 60], Gen.Int[1, 20], Gen.Int[4, 13]);

        await lookups.SampleAsync(
            async (keys, rowsPerCall, hour) =>
            {
                using var inParts = new FeatureClient(host.Server.Address, new() { MaxRowsPerCall = rowsPerCall, Deadline = TimeSpan.FromSeconds(20) });
                FeatureQuery Query() => SampleLookups.Everything1(keys).At(DateTimeOffset.UnixEpoch.AddHours(hour));

                var whole = await host.Client.GetFeaturesAsync(Query(), Ct);
                var joined = await inParts.GetFeaturesAsync(Query(), Ct);

                joined.Response.Should().Be(whole.Response);
            },
            iter: 60,
            threads: 1);
    }

    [Fact]
    public async Task GetFeatures_BatchInParts_IsOfOneInstant()
    {
        await using var host = await ServingHost.StartAsync();
        var airports = Enumerable.Range(0, 9).Select(i => $"A{i}").ToArray();
        await host.SyncAsync(Delays, [.. airports.Select(a => Row([a], (9 * Hour) + 1, Value.Int64(1)))]);
        using var client = new FeatureClient(host.Server.Address, new() { MaxRowsPerCall = 2, Deadline = TimeSpan.FromSeconds(20) });
        host.Clock.AutoAdvanceAmount = TimeSpan.FromSeconds(1);

        var batch = await client.GetFeaturesAsync(new FeatureQuery("delays@1").Key("airport", airports).Input("minutes", 1L), Ct);

        batch.Rows.Select(r => r.Status("airport_delays.delay")).Distinct().Should().ContainSingle("all rows expire at the same instant");
        batch.Rows.Select(r => r["planned.minutes_more"].Value).Should().AllBeEquivalentTo(2L);
    }

    [Fact]
    public async Task GetFeatures_RequestLongerThanTheServerTakes_IsSentInParts()
    {
        await using var host = await ServingHost.StartAsync(o => o with { MaxRequestBytes = 20_000 });
        var airports = Enumerable.Range(0, 3000).Select(i => $"airport-{i:D6}").ToArray();
        using var client = new FeatureClient(host.Server.Address, new() { MaxRequestBytesPerCall = 15_000, Deadline = TimeSpan.FromSeconds(20) });

        var batch = await client.GetFeaturesAsync(new FeatureQuery("delays@1").Key("airport", airports), Ct);

        batch.Rows.Should().HaveCount(3000);
        batch.Rows[2999].Status("airport_delays.delay").Should().Be(Status.Absent);
    }

    [Fact]
    public async Task GetFeatures_RowsFailInSeveralParts_ErrorsNameTheirRowsOfTheWhole()
    {
        await using var host = await ServingHost.StartAsync();
        using var client = new FeatureClient(host.Server.Address, new() { MaxRowsPerCall = 3, Deadline = TimeSpan.FromSeconds(20) });
        long[] minutes = [1, long.MaxValue, 3, 4, 5, 6, long.MaxValue, long.MaxValue];
        FeatureQuery Query() => new FeatureQuery("delays@1").Key("airport", [.. minutes.Select(_ => "ORD")]).Input("minutes", minutes);

        var whole = await host.Client.GetFeaturesAsync(Query(), Ct);
        var joined = await client.GetFeaturesAsync(Query(), Ct);

        joined.Response.Errors.Should().Equal(whole.Response.Errors);
        joined.Errors.Should().ContainSingle().Which.Rows.Should().Equal(1, 6, 7);
    }
}
