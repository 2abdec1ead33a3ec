using System.Net;
using Google.Protobuf;
using Lakehouse.Features;
using Lakehouse.Online;
using Lakehouse.Online.Cache;
using Lakehouse.Online.Conformance;
using Lakehouse.Serving.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
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

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 16)]
    [InlineData(100, 200)]
    public async Task GetFeatures_FiftyDoubles_AllocatesBelowTheCeiling(int rows, int mostKibibytes)
    {
        await using var host = await ServingHost.StartAsync();
        var request = await FillAsync(host, rows);

        (await LeastAsync(host.Server.Address, request)).Should().BeLessThan(mostKibibytes * 1024L, "nothing may be allocated for a value");
    }

    /// <summary>Beside a bare handler that writes the same bytes to the same client: what is left is what the service allocates.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task GetFeatures_FiftyDoublesFromTheNearCache_AllocatesNextToNothing(int rows)
    {
        const int mostBytes = 512;
        await using var host = await ServingHost.StartAsync(o => o with { Cache = new NearCacheOptions { Staleness = TimeSpan.FromHours(1) } });
        var request = await FillAsync(host, rows);
        using var caller = new RawCaller(host.Server.Address);
        await using var floor = await FloorAsync(await caller.CallAsync(request));

        var (served, bare) = (await LeastAsync(host.Server.Address, request), await LeastAsync(new(floor.Urls.Single()), request));

        (served - bare).Should().BeLessThan(mostBytes, "neither rows nor values may cost memory: a call took {0} bytes, the same bytes by a bare handler {1}", served, bare);
    }

    /// <summary>The least that a call allocates in several rounds: the runtime and the server's own checks allocate too.</summary>
    private static async Task<long> LeastAsync(Uri server, byte[] request)
    {
        using var caller = new RawCaller(server);
        var least = long.MaxValue;
        for (var round = 0; round < 10; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var call = 0; call < Calls; call++) await caller.CallAsync(request);
            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / Calls);
        }

        return least;
    }

    private static async Task<byte[]> FillAsync(ServingHost host, int rows)
    {
        var view = SampleViews.State("wide", [SampleViews.Key("airport", DataType.String)], [.. Enumerable.Range(0, Columns).Select(i => new Field($"f{i}", DataType.Double))]);
        host.Sets.Add("wide", view);
        await host.Store.DeployAsync(view, 0, Ct);
        var keys = Enumerable.Range(0, rows).Select(i => $"A{i}").ToArray();
        var values = Enumerable.Range(0, Columns).Select(i => Value.Double(i)).ToArray();
        await host.SyncAsync(view, [.. keys.Select(k => new OnlineRow([Value.String(k)], 6 * Hour, 6 * Hour, values, Retracted: false, KnownAtMicros: 1))]);
        return new GetFeaturesRequest { Set = "wide@1", Keys = { new InputColumn { Name = "airport", Strings = { keys } } }, OmitSchema = true }.ToByteArray();
    }

    private static async Task<WebApplication> FloorAsync(byte[] answer)
    {
        byte[] message = [0, .. BitConverter.GetBytes(IPAddress.HostToNetworkOrder(answer.Length)), .. answer];
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        app.Run(async context =>
        {
            while (await context.Request.BodyReader.ReadAsync(Ct) is var read)
            {
                context.Request.BodyReader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted) break;
            }

            context.Response.ContentType = "application/grpc";
            context.Response.AppendTrailer("grpc-status", "0");
            await context.Response.BodyWriter.WriteAsync(message, Ct);
        });
        await app.StartAsync(Ct);
        return app;
    }
}
