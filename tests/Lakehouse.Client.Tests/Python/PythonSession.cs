using System.Diagnostics;
using System.Text.Json;
using Lakehouse.Catalog;
using Lakehouse.Cli.ClientCode;
using Lakehouse.Client.Tests.Security;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online;
using Lakehouse.Serving.Tests;
using static Lakehouse.Serving.Tests.ServingHost;

namespace Lakehouse.Client.Tests.Python;

/// <summary>One run of session.py against a real server.</summary>
public sealed class PythonSession : IAsyncLifetime
{
    private const int Missing = 77;
    private static readonly string Folder = Path.Combine(Clone.Root, "tests", "Lakehouse.Client.Tests", "Python");

    /// <summary>What each test of the session gave; null where there is no Python with what the package needs.</summary>
    public IReadOnlyDictionary<string, string>? Results { get; private set; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await using var host = await ServingHost.StartAsync();
        await StoreAsync(host);
        await using var secure = await SecureService.StartAsync();
        var generated = Directory.CreateTempSubdirectory("generated-");
        var record = new PythonRecord(new(new Registered<SetDefinition>(new(new("everything", 1), [new(Everything, Everything.Columns)]), "sha256:everything")), name: null).Write();
        await File.WriteAllTextAsync(Path.Combine(generated.FullName, "everything.py"), record, Ct);
        Results = await RunAsync(host.Server.Address.Authority, generated.FullName, secure.Address.Authority, secure.Authority.File, secure.Key);
        generated.Delete(recursive: true);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<IReadOnlyDictionary<string, string>?> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/bash", [Path.Combine(Folder, "python.sh"), Path.Combine(Folder, "session.py"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(Ct);
        var output = await process.StandardOutput.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        if (process.ExitCode == Missing) return null;
        return process.ExitCode == 0 ? JsonSerializer.Deserialize<Dictionary<string, string>>(output) : throw new InvalidOperationException(await error);
    }

    /// <summary>Every type under key −5, NULL of every type under key 0; airports with a value, a NULL and an expired value, and A0 to A9999.</summary>
    private static async Task StoreAsync(ServingHost host)
    {
        Value[] values =
        [
            Value.Bool(true), Value.Int64(long.MinValue), Value.Int64(-12_345), Value.Double(0.5), Value.String("Zürich 𝄞"), Value.Int64(-1), Value.Int64(-1), Value.Binary([0, 255]),
            Value.DoubleList([1.5, null, -2]),
        ];
        Value[] Key(long number) => [Value.String("k"), Value.Int64(number), Value.Int64(11_000), Value.Int64(77), Value.Bool(true), Value.Int64(-1250)];
        OnlineRow Stored(long number, Value[] of) => new(Key(number), 6 * Hour, 6 * Hour, of, Retracted: false, 1);
        await host.SyncAsync(Everything, Stored(-5, values), Stored(0, new Value[values.Length]));
        await host.SyncAsync(
            Delays,
            [
                Row(["ORD"], 10 * Hour, Value.Int64(12)), Row(["ATL"], 10 * Hour, Value.Null), Row(["OLD"], 8 * Hour, Value.Int64(1)),
                .. Enumerable.Range(0, 10_000).Select(i => Row([$"A{i}"], 10 * Hour, Value.Int64(i))),
            ]);
        await host.SyncAsync(Carriers);
    }
}
