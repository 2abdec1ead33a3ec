using Grpc.Core;
using Grpc.Net.Client;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;
using Lakehouse.Serving.V1;
using static Lakehouse.Serving.Tests.ServingHost;
using DataType = Lakehouse.Features.DataType;

namespace Lakehouse.Serving.Tests.Api;

public sealed class SetDirectoryTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DescribeSet_OwnersTextsAndTypes_AreThoseOfTheDefinition()
    {
        await using var host = await ServingHost.StartAsync();
        var delays = Delays with { Owner = "ops", Description = "How late flights are.", Entity = Delays.Entity with { Description = "An airport." } };
        host.Sets.Add("described", delays, Planned with { Owner = "planning" });
        using var channel = GrpcChannel.ForAddress(host.Server.Address);

        var set = (await new FeatureService.FeatureServiceClient(channel).DescribeSetAsync(new() { Set = "described@1" }, cancellationToken: Ct)).Set;

        (set.Set, set.DefinitionHash, set.NeedsFit, set.DefaultFit).Should().Be(("described@1", "sha256:described", false, ""));
        var view = set.Schema.Views.Should().ContainSingle().Subject;
        (view.Name, view.Version, view.TimeToLive, view.Owner, view.Description).Should().Be(("airport_delays", 1, Hour, "ops", "How late flights are."));
        (view.Entity, view.EntityDescription, view.Keys.Single().Name).Should().Be(("airport_delays_entity", "An airport.", "airport"));
        (set.Schema.OnDemandViews.Single().Name, set.Schema.OnDemandViews.Single().Owner).Should().Be(("planned", "planning"));
        set.Schema.Inputs.Single().Should().Be(new FieldInfo { Name = "minutes", Type = V1.DataType.Int64 });
    }

    [Fact]
    public async Task DescribeSet_EverySet_HasTheFeaturesOfItsAnswers()
    {
        await using var host = await ServingHost.StartAsync();
        host.Sets.Add(new SetDefinition(new("derived", 1), [.. new ViewDefinition[] { Delays, Planned, Carriers }.Select(v => new SetMember(v, v.Columns))])
        {
            Transforms = [new("is_missing", new CallExpr(Function.IsNull, [new ColumnExpr("airport_delays.delay", DataType.Int64)], DataType.Bool), Fit: null)],
        });
        using var channel = GrpcChannel.ForAddress(host.Server.Address);
        var client = new FeatureService.FeatureServiceClient(channel);

        foreach (var set in new[] { "delays@1", "derived@1" })
        {
            var described = (await client.DescribeSetAsync(new() { Set = set }, cancellationToken: Ct)).Set;
            var answer = await client.GetFeaturesAsync(new() { Set = set, Keys = { new InputColumn { Name = "airport", Strings = { "A" } } } }, cancellationToken: Ct);
            described.Schema.Features.Should().Equal(answer.Schema.Features);
            described.Schema.Keys.Should().Equal(answer.Schema.Keys);
            described.Schema.Inputs.Should().Equal(answer.Schema.Inputs);
            described.Schema.Views.Select(v => (v.Name, v.Version, v.HasTimeToLive)).Should().Equal(answer.Schema.Views.Select(v => (v.Name, v.Version, v.HasTimeToLive)));
            described.DefinitionHash.Should().Be(answer.DefinitionHash);
        }
    }

    [Fact]
    public async Task ListSets_PageByPage_GivesEachSetOnceInOrder()
    {
        await using var host = await ServingHost.StartAsync();
        for (var version = 2; version <= 12; version++) host.Sets.Add(new SetDefinition(new("pairs", version), [new(Pairs, Pairs.Columns)]));
        using var channel = GrpcChannel.ForAddress(host.Server.Address);
        var client = new FeatureService.FeatureServiceClient(channel);

        var (names, token) = (new List<string>(), "");
        do
        {
            var page = await client.ListSetsAsync(new() { PageSize = 4, PageToken = token }, cancellationToken: Ct);
            page.Sets.Should().HaveCountLessThanOrEqualTo(4);
            names.AddRange(page.Sets.Select(s => s.Set));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        names.Should().Equal(["delays@1", "everything@1", .. Enumerable.Range(1, 12).Select(v => $"pairs@{v}")]);
        host.Sets.Asked.Should().Be(1, "the catalog is read at most once a second");
    }

    [Fact]
    public async Task DescribeSet_WrongNames_AreNotFoundOrInvalid()
    {
        await using var host = await ServingHost.StartAsync();
        using var channel = GrpcChannel.ForAddress(host.Server.Address);
        var client = new FeatureService.FeatureServiceClient(channel);
        async Task<(StatusCode, string)> Failure(Func<Task> call)
        {
            var error = (await call.Should().ThrowAsync<RpcException>()).Which;
            return (error.StatusCode, GrpcDetails.Of(error).Info.Reason);
        }

        (await Failure(async () => await client.DescribeSetAsync(new() { Set = "nothing@1" }, cancellationToken: Ct))).Should().Be((StatusCode.NotFound, "SET_NOT_FOUND"));
        (await Failure(async () => await client.DescribeSetAsync(new() { Set = "delays" }, cancellationToken: Ct))).Should().Be((StatusCode.InvalidArgument, "REQUEST_INVALID"));
        (await Failure(async () => await client.ListSetsAsync(new() { PageToken = "x" }, cancellationToken: Ct))).Should().Be((StatusCode.InvalidArgument, "REQUEST_INVALID"));
    }
}
