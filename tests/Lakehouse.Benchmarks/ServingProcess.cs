using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Reflection;
using Lakehouse.Catalog;
using Lakehouse.Delta;
using Lakehouse.Online;
using Lakehouse.Online.Cache;
using Lakehouse.Online.Cassandra;
using Lakehouse.Online.Sqlite;
using Lakehouse.Serving;
using Lakehouse.Serving.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Lakehouse.Benchmarks;

/// <summary>A feature server in a process of its own, so that what it spends can be told from what its clients spend.</summary>
internal sealed class ServingProcess : IDisposable
{
    public const string Verb = "serving-child";
    public const string Floor = "floor";
    public const string Cached = "cached";
    private readonly Process process;

    private ServingProcess(Process process, string[] addresses) =>
        (this.process, Address, RestAddress) = (process, new(addresses[0]), addresses.Length > 1 ? new(addresses[1]) : null);

    public Uri Address { get; }

    /// <summary>Where it answers JSON; null where it does not.</summary>
    public Uri? RestAddress { get; }

    /// <summary>Starts the server over a store, which is named as in <see cref="RunAsync"/>.</summary>
    public static async Task<ServingProcess> StartAsync(string lake, string[] store, CancellationToken ct)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardInput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(Assembly.GetEntryAssembly()!.Location);
        // As the launcher's serve and the container have it.
        start.Environment["DOTNET_GCgen0size"] = "0x800000";
        foreach (var argument in (string[])[Verb, lake, .. store]) start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        var address = await process.StandardOutput.ReadLineAsync(ct) ?? throw new InvalidOperationException("The server's process ended before it listened.");
        return new(process, address.Split(' '));
    }

    /// <summary>The other process: prints the address, then what it has spent at each line that it reads, until the input ends.</summary>
    /// <param name="lake">The lake's directory.</param>
    /// <param name="store">A SQLite file, perhaps with <see cref="Cached"/> after it, and then perhaps with the near cache's bytes, which also opens REST; or a keyspace, a node's address, its port and its datacenter; or <see cref="Floor"/> and the length of the answer.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task RunAsync(string lake, string[] store, CancellationToken ct)
    {
        if (store is [Floor, var bytes])
        {
            await using var floor = await FloorAsync(int.Parse(bytes, CultureInfo.InvariantCulture), ct);
            await ReportAsync(floor.Urls.Single(), ct);
            return;
        }

        using var events = RuntimeEvents.AreWanted ? new RuntimeEvents() : null;
        await using var online = StoreOf(store);
        var catalog = new FeatureCatalog(await Lake.OpenAsync(lake, create: false, TimeProvider.System, ct));
        var options = new ServingOptions
        {
            Port = 0, Logging = _ => { }, Telemetry = new() { MetricsPort = 0 }, Cache = CacheOf(store), Rest = store is [_, Cached, _] ? new(0) : null,
            Security = new() { Source = new LakeSecuritySource(catalog) },
        };
        await using var server = await FeatureServer.StartAsync(new CatalogSetSource(catalog), online, options, TimeProvider.System, ct);
        await ReportAsync($"{server.Address} {server.RestAddress}".TrimEnd(), ct);
    }

    /// <summary>What the server has and has spent so far.</summary>
    public async Task<ServerState> AskAsync(CancellationToken ct)
    {
        await process.StandardInput.WriteLineAsync("cost".AsMemory(), ct);
        await process.StandardInput.FlushAsync(ct);
        return ServerState.Parse(await process.StandardOutput.ReadLineAsync(ct) ?? throw new InvalidOperationException("The server's process ended."));
    }

    /// <summary>Runs a load and says what the server spent on it.</summary>
    public Task<ServerCost> OfAsync(long calls, Func<Task> load, CancellationToken ct) => OfAsync(
        async () =>
        {
            await load();
            return calls;
        },
        ct);

    /// <summary>Runs a load, which tells how many calls it made, and says what the server spent on it.</summary>
    public async Task<ServerCost> OfAsync(Func<Task<long>> load, CancellationToken ct)
    {
        var before = await AskAsync(ct);
        var clock = Stopwatch.StartNew();
        var calls = await load();
        var wall = clock.Elapsed.TotalSeconds;
        var after = await AskAsync(ct);
        return new(calls / wall, (after.CpuMicros - before.CpuMicros) / calls, (after.Allocated - before.Allocated) / calls);
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(10))) process.Kill();
        process.Dispose();
    }

    private static IOnlineReader StoreOf(string[] store) => store switch
    {
        [var file] => new SqliteOnlineStore(file),
        [var file, Cached, ..] => new SqliteOnlineStore(file),
        [var keyspace, var node, var port, var datacenter] =>
            new CassandraOnlineStore(CustomerLake.Store([node], int.Parse(port, CultureInfo.InvariantCulture), datacenter, 1, keyspace), TimeProvider.System),
        _ => throw new ArgumentException("A file, or a keyspace with a node, port and datacenter.", nameof(store)),
    };

    private static NearCacheOptions? CacheOf(string[] store) => store switch
    {
        [_, Cached] => new(),
        [_, Cached, var bytes] => new() { Bytes = long.Parse(bytes, CultureInfo.InvariantCulture) },
        _ => null,
    };

    private static async Task ReportAsync(string address, CancellationToken ct)
    {
        Console.WriteLine(address);
        while (await Console.In.ReadLineAsync(ct) is not null)
        {
            Console.WriteLine(ServerState.OfThisProcess());
        }
    }

    /// <summary>The least that HTTP/2 on Kestrel costs: a handler that reads the request to its end and writes so many bytes.</summary>
    private static async Task<WebApplication> FloorAsync(int bytes, CancellationToken ct)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.Http2.MaxStreamsPerConnection = 256);
        builder.Services.AddRouting();
        var app = builder.Build();
        var answer = new byte[bytes];
        app.Run(async context =>
        {
            var body = context.Request.BodyReader;
            while (await body.ReadAsync(context.RequestAborted) is var read)
            {
                body.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted) break;
            }

            context.Response.ContentType = "application/grpc";
            context.Response.AppendTrailer("grpc-status", "0");
            await context.Response.BodyWriter.WriteAsync(answer, context.RequestAborted);
        });
        await app.StartAsync(ct);
        return app;
    }
}

/// <summary>What a server spent on a load.</summary>
/// <param name="PerSecond">Calls a second.</param>
/// <param name="CpuMicros">User and kernel time of a call.</param>
/// <param name="Allocated">Bytes of a call.</param>
internal sealed record ServerCost(double PerSecond, double CpuMicros, double Allocated)
{
    public override string ToString() => $"{PerSecond,8:N0} calls/s, server {CpuMicros,6:F1} us CPU and {Allocated,7:N0} bytes allocated a call";
}
