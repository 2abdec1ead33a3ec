using Grpc.Core;
using Lakehouse.Catalog;
using Lakehouse.Client;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;
using static Lakehouse.Serving.Tests.ServingHost;
using Status = Lakehouse.Serving.V1.FeatureStatus;

namespace Lakehouse.Serving.Tests;

/// <summary>Sets with fitted transforms over gRPC: the named fit's parameters, or a clear refusal.</summary>
public sealed class FitTests
{
    private static readonly SetDefinition Scaled = new(new("scaled", 1), [.. new[] { Delays, Carriers }.Select(v => new SetMember(v, v.Columns))])
    {
        Transforms =
        [
            new("delay_scaled", new ColumnExpr("airport_delays.delay", DataType.Int64), new StandardizeFit()),
            new("carrier_hot", new ColumnExpr("airport_carrier.carrier", DataType.String), new OneHotFit(1)),
        ],
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetFeatures_NamedFit_GivesTransformsWithItsParameters()
    {
        await using var host = await StartAsync();
        host.Sets.Fits.Add(Fit("late", 0, "sha256:scaled", 10, 20));
        host.Sets.Fits.Add(Fit("late", 1, "sha256:scaled", 0, 100));

        var newest = await GetAsync(host, "late");
        var pinned = await GetAsync(host, "late@0");

        newest.Features.Should().EndWith(["delay_scaled", "carrier_hot"]);
        newest.Rows.Select(r => r["delay_scaled"]).Should().Equal(new FeatureValue(Status.Present, -0.76), new FeatureValue(Status.Null, null));
        pinned.Rows[0]["delay_scaled"].Value.Should().Be(-0.6);
        pinned.Rows.Select(r => r["carrier_hot"].Value).Should().BeEquivalentTo(new[] { new double?[] { 1, 0 }, [0, 0] }, o => o.WithStrictOrdering());
        (newest.Fit, pinned.Fit).Should().Be(("late@1", "late@0"));
        pinned.Response.FitHash.Should().Be(host.Sets.Fits[0].Hash);
    }

    [Semantics("7.27")]
    [Fact]
    public async Task GetFeatures_NoUnknownOrForeignFit_IsRefused()
    {
        await using var host = await StartAsync();
        host.Sets.Fits.Add(Fit("other", 0, "sha256:another", 10, 20));

        (await Failure(host, fit: "")).Should().Be(StatusCode.FailedPrecondition);
        (await Failure(host, "other")).Should().Be(StatusCode.FailedPrecondition);
        (await Failure(host, "late")).Should().Be(StatusCode.NotFound);
        var unneeded = () => host.Client.GetFeaturesAsync(new FeatureQuery("delays@1").Key("airport", "ORD").Fit("other"), Ct);
        (await unneeded.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.FailedPrecondition);
    }

    [Fact]
    public async Task GetFeatures_AnotherDefault_IsTakenSecondsLater()
    {
        await using var host = await StartAsync();
        host.Sets.Fits.Add(Fit("late", 0, "sha256:scaled", 10, 20) with { IsDefault = true });
        (await GetAsync(host, fit: "")).Fit.Should().Be("late@0");
        host.Sets.Fits[0] = Fit("late", 1, "sha256:scaled", 0, 100) with { IsDefault = true };

        var before = await GetAsync(host, fit: "");
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        var after = await GetAsync(host, fit: "");

        (before.Fit, after.Fit).Should().Be(("late@0", "late@1"));
    }

    private static async Task<ServingHost> StartAsync()
    {
        var host = await ServingHost.StartAsync();
        host.Sets.Add(Scaled);
        await host.SyncAsync(Delays, Row(["ORD"], 10 * Hour, Value.Int64(12)));
        await host.SyncAsync(Carriers, Row(["ORD"], 9 * Hour, Value.String("UA")));
        return host;
    }

    private static Task<FeatureBatch> GetAsync(ServingHost host, string fit) =>
        host.Client.GetFeaturesAsync(new FeatureQuery("scaled@1").Key("airport", "ORD", "???").Fit(fit).At(DateTimeOffset.UnixEpoch.AddHours(10)), Ct);

    private static async Task<StatusCode> Failure(ServingHost host, string fit)
    {
        var call = () => GetAsync(host, fit);
        return (await call.Should().ThrowAsync<RpcException>()).Which.StatusCode;
    }

    /// <summary>A fit on two delays and one carrier.</summary>
    private static TrainingFit Fit(string name, long version, string setHash, params long[] delays)
    {
        var fitter = new SetFitter(Scaled, setHash, [], split: null);
        foreach (var delay in delays) fitter.Add([Value.Int64(delay), Value.String("UA")], [], spineRow: 0);
        var fit = fitter.Finish();
        return new(Scaled.Id, setHash, name, version, "digest", fit.Hash, fit.Json, IsDefault: false);
    }
}
