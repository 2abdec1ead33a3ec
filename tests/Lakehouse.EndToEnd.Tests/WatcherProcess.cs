using System.Diagnostics;
using System.Text.Json;

namespace Lakehouse.EndToEnd.Tests;

/// <summary><c>run --watch --json</c> as a process of its own; killed at the end where it still runs.</summary>
internal sealed class WatcherProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly List<JsonElement> batches = [];
    private readonly List<string> said = [];

    public WatcherProcess(string lake)
    {
        process = CommandProcess.Start("run", "--watch", "--lake", lake, "--json");
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null) lock (batches) said.Add(line.Data);
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it told on standard error.</summary>
    public string Said
    {
        get
        {
            lock (batches) return string.Join('\n', said);
        }
    }

    /// <summary>Waits for a batch; each is told when its rows are in the online store.</summary>
    /// <param name="wanted">Which batches count.</param>
    /// <param name="before">How many of them to pass over.</param>
    public async Task<JsonElement> WaitForAsync(Func<JsonElement, bool> wanted, int before = 0)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            lock (batches)
            {
                var found = batches.Where(wanted).Skip(before).ToList();
                if (found.Count > 0) return found[0];
            }

            process.HasExited.Should().BeFalse(Said);
            Stopwatch.GetElapsedTime(start).Should().BeLessThan(Patience, Said);
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    public async Task<int> SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null) return;
        using var document = JsonDocument.Parse(line);
        lock (batches) batches.Add(document.RootElement.Clone());
    }
}
