using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Lakehouse.Features;
using Lakehouse.Online;
using Lakehouse.Online.Sets;
using Lakehouse.Serving.Internal.Security;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lakehouse.Serving.Internal.Warm;

/// <summary>Makes a started server fast before it reports that it is ready: sets compiled, the store connected, and the code of a call compiled by calls to itself.</summary>
/// <remarks>
/// 1. The calls go through the server's own port as any other, for keys that nobody has, and are counted as any other. Where credentials or TLS stand before them the lookups are made without
/// the port: a call of nobody would be refused, and would stand in the audit trail.
/// 2. What cannot be warmed is logged and does not keep the server from being ready: an unusable store does that by itself, and a set that cannot be compiled fails its own calls.
/// </remarks>
internal sealed class WarmUp(
    ServedSets sets, ISetSource source, IOnlineReader store, SecurityState security, ServingOptions options, IServer server, IHostApplicationLifetime life, TimeProvider clock, ILogger<WarmUp> log)
    : BackgroundService
{
    /// <summary>So many calls that the runtime compiles their code anew, with what it has seen.</summary>
    private const int Calls = 40;
    private volatile bool isDone = options.Warm is null;

    /// <summary>True once calls are as fast as they get, and where nothing is to be warmed.</summary>
    public bool IsDone => isDone;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Warm is not { } warm) return;
        using var patience = new CancellationTokenSource(warm.Patience, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stoppingToken);
        try
        {
            await StartedAsync(stop.Token);
            var wanted = warm.Sets.IsEmpty ? [.. (await source.ListAsync(stop.Token)).Select(s => s.Definition.Id)] : warm.Sets;
            foreach (var set in wanted) await WarmAsync(set, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            if (!stoppingToken.IsCancellationRequested) ServingLog.WarmUpLate(log, warm.Patience);
        }
        catch (Exception e)
        {
            ServingLog.WarmUpFailed(log, "the list of sets", e);
        }

        isDone = true;
    }

    private async Task StartedAsync(CancellationToken ct)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = life.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(ct);
    }

    private async Task WarmAsync(VersionedName set, CancellationToken ct)
    {
        try
        {
            var served = await sets.GetAsync(new(set.ToString(), ""), ct);
            var request = new V1.GetFeaturesRequest { Set = set.ToString(), Keys = { served.Plan.Keys.Select(Column) } };
            var address = new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
            if (address.Scheme == Uri.UriSchemeHttp && !security.Policy.IsEnabled) await CallAsync(address, request, ct);
            else await LookAsync(served, request, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            ServingLog.WarmUpFailed(log, set.ToString(), e);
        }
    }

    private async Task LookAsync(ServedSet set, V1.GetFeaturesRequest request, CancellationToken ct)
    {
        for (var call = 0; call < Calls; call++)
        {
            var read = new RequestReader(set.Plan, options.MaxRows).Read(request);
            var at = clock.NowMicros();
            var answer = await set.Plan.LookupByRowAsync((view, keys, stop) => ViewRead.ByKeyAsync(store, view, keys, at, stop), read.Keys, read.Inputs, read.Bad, at, ct);
            new ServedAnswer(set, answer, request).ToMessage();
        }
    }

    private static async Task CallAsync(Uri address, V1.GetFeaturesRequest message, CancellationToken ct)
    {
        // A server on all addresses is reached on this machine's own.
        var host = IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)) ? IPAddress.Loopback.ToString() : address.Host;
        var target = new UriBuilder(address) { Host = host, Path = "/lakehouse.serving.v1.FeatureService/GetFeatures" }.Uri;
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var body = Body(message);
        for (var call = 0; call < Calls; call++)
        {
            using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } };
            using var request = new HttpRequestMessage(HttpMethod.Post, target) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = content };
            request.Headers.TE.Add(new("trailers"));
            using var response = await http.SendAsync(request, ct);
            await response.Content.ReadAsByteArrayAsync(ct);
        }
    }

    private static byte[] Body(V1.GetFeaturesRequest request)
    {
        const int prefix = 5;
        var message = request.ToByteArray();
        var body = new byte[prefix + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(1), message.Length);
        message.CopyTo(body, prefix);
        return body;
    }

    /// <summary>An empty text or zero.</summary>
    private static V1.InputColumn Column(Field key)
    {
        var column = new V1.InputColumn { Name = key.Name, Scale = (uint)key.Type.Scale };
        if (key.Type.Kind == TypeKind.String) column.Strings.Add("");
        else if (key.Type.Kind == TypeKind.Bool) column.Bools.Add(false);
        else column.Integers.Add(0);
        return column;
    }
}
