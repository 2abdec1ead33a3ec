using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Lakehouse.Features;
using Lakehouse.Online;
using Lakehouse.Online.Conformance;
using Lakehouse.Serving.V1;
using static Lakehouse.Serving.Tests.ServingHost;
using DataType = Lakehouse.Features.DataType;

namespace Lakehouse.Serving.Tests;

/// <summary>Ceilings of what a call allocates in this process: server, and a client that decodes nothing. By themselves, since the process is counted.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
[Collection(nameof(AllocationTests))]
public sealed class AllocationTests
{
    private const int Columns = 50;
    private const int Calls = 50;
    private static readonly Method<byte[], byte[]> Raw = new(
        MethodType.Unary, FeatureService.Descriptor.FullName, "GetFeatures", Marshallers.Create<byte[]>(b => b, b => b), Marshallers.Create<byte[]>(b => b, b => b));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 16)]
    [InlineData(100, 200)]
    public async Task GetFeatures_FiftyDoubles_AllocatesBelowTheCeiling(int rows, int mostKibibytes)
    {
        await using var host = await ServingHost.StartAsync();
        var view = SampleViews.State("wide", [SampleViews.Key("airport", DataType.String)], [.. Enumerable.Range(0, Columns).Select(i => new Field($"f{i}", DataType.Double))]);
        host.Sets.Add("wide", view);
        await host.Store.DeployAsync(view, 0, Ct);
        var keys = Enumerable.Range(0, rows).Select(i => $"A{i}").ToArray();
        var values = Enumerable.Range(0, Columns).Select(i => Value.Double(i)).ToArray();
        await host.SyncAsync(view, [.. keys.Select(k => new OnlineRow([Value.String(k)], 6 * Hour, 6 * Hour, values, Retracted: false, KnownAtMicros: 1))]);
        using var channel = GrpcChannel.ForAddress(host.Server.Address);
        var request = new GetFeaturesRequest { Set = "wide@1", Keys = { new InputColumn { Name = "airport", Strings = { keys } } }, OmitSchema = true }.ToByteArray();

        // The least of several rounds: the runtime and the server's own checks allocate too.
        var least = long.MaxValue;
        for (var round = 0; round < 10; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var call = 0; call < Calls; call++) await channel.CreateCallInvoker().AsyncUnaryCall(Raw, host: null, new CallOptions(cancellationToken: Ct), request);
            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / Calls);
        }

        least.Should().BeLessThan(mostKibibytes * 1024L, "nothing may be allocated for a value");
    }
}
