using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Lakehouse.Catalog;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb;
using Lakehouse.Online.Sqlite;
using Lakehouse.Pipelines;
using Lakehouse.Pipelines.Push;
using Lakehouse.Pipelines.Run;
using Lakehouse.Pipelines.Sync;
using Lakehouse.Serving;

namespace Lakehouse.Benchmarks;

/// <summary>What <c>serve --push --watch</c> is, or <c>serve --push</c> and <c>run --watch</c>, in processes of their own.</summary>
internal sealed class PushProcess : IDisposable
{
    public const string Verb = "push-child";
    private const string Serves = "serve", Watches = "watch", Both = "both";
    private readonly List<Process> processes;

    private PushProcess(List<Process> processes, Uri address) => (this.processes, Address) = (processes, address);

    public Uri Address { get; }

    /// <summary>Starts server and watch.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="apart">True for two processes.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<PushProcess> StartAsync(string lake, bool apart, CancellationToken ct)
    {
        List<Process> processes = [.. (apart ? (string[])[Serves, Watches] : [Both]).Select(role => Start(lake, role))];
        var address = await processes[0].StandardOutput.ReadLineAsync(ct) ?? throw new InvalidOperationException("The server's process ended before it listened.");
        return new(processes, new(address));
    }

    /// <summary>The other process: prints its address, then what it has spent at each line that it reads, until the input ends.</summary>
    public static async Task RunAsync(string root, string role, CancellationToken ct)
    {
        using var databases = new DuckDbDatabases();
        var lake = await Lake.OpenAsync(root, create: false, TimeProvider.System, ct);
        var context = new JobContext(lake, new FeatureCatalog(lake), new DuckDbEngine(new DuckDbOptions { Databases = databases }, TimeProvider.System));
        await using var store = new SqliteOnlineStore(lake.OnlinePath);
        var signal = new WatchSignal();
        await using var sink = new PushSink(context.Catalog, new() { Committed = signal.Set });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watch = role == Serves ? Task.CompletedTask
            : Task.Run(() => WatchJob.RunAsync(context, [new(OnlineTarget.Embedded, store)], new() { Signal = signal }, Tell, stop.Token), ct);
        await using var reader = new SqliteOnlineStore(lake.OnlinePath);
        await using var server = role == Watches ? null
            : await FeatureServer.StartAsync(new CatalogSetSource(context.Catalog), reader, new() { Port = 0, Push = sink, Logging = _ => { } }, TimeProvider.System, ct);
        Console.WriteLine(server?.Address.ToString() ?? role);
        while (await Console.In.ReadLineAsync(ct) is not null) Console.WriteLine(Environment.CpuUsage.TotalTime.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        await stop.CancelAsync();
        await watch;
    }

    /// <summary>User and kernel time of all processes so far.</summary>
    public async Task<double> CpuSecondsAsync(CancellationToken ct)
    {
        var total = 0.0;
        foreach (var process in processes)
        {
            await process.StandardInput.WriteLineAsync("cost".AsMemory(), ct);
            await process.StandardInput.FlushAsync(ct);
            while (await process.StandardOutput.ReadLineAsync(ct) is { } line)
            {
                if (!double.TryParse(line, CultureInfo.InvariantCulture, out var seconds)) continue;
                total += seconds;
                break;
            }
        }

        return total;
    }

    public void Dispose()
    {
        foreach (var process in processes)
        {
            process.StandardInput.Close();
            if (!process.WaitForExit(TimeSpan.FromSeconds(10))) process.Kill();
            process.Dispose();
        }
    }

    private static Process Start(string lake, string role)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardInput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(Assembly.GetEntryAssembly()!.Location);
        foreach (var argument in (string[])[Verb, lake, role]) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static Task Tell(WatchBatch batch)
    {
        foreach (var failure in batch.Failures) Console.Error.WriteLine($"{failure.What} failed: {failure.Message}");
        return Task.CompletedTask;
    }
}
