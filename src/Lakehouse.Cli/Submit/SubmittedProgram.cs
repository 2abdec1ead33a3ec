using System.Diagnostics;
using System.Globalization;
using Lakehouse.Cli.Cluster;
using Lakehouse.Pipelines.Hosting;

namespace Lakehouse.Cli.Submit;

/// <summary>The processes of a submission: Spark's driver, and the C# program that the driver starts. None of them outlives it.</summary>
/// <remarks>
/// 1. The driver ignores Ctrl-C, which a terminal sends to all: the submission alone decides who ends when.
/// 2. Cancelled, it first asks the program, which cancels its Spark jobs and removes what it has staged; the driver follows with the program's exit code.
/// 3. What does not end in time is ended: the driver by SIGTERM, which stops the application, then by SIGKILL; the program, which told its pid in a file, too.
/// </remarks>
internal sealed class SubmittedProgram : IDisposable
{
    private const string Attended = """trap "" INT HUP; exec "$@" </dev/null""";

    private static readonly TimeSpan ProgramGrace = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan DriverGrace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Process driver;
    private readonly string pidFile;
    private readonly TimeProvider clock;

    private SubmittedProgram(Process driver, string pidFile, TimeProvider clock) => (this.driver, this.pidFile, this.clock) = (driver, pidFile, clock);

    /// <summary>Starts the driver.</summary>
    /// <param name="command">Its command line.</param>
    /// <param name="environment">Environment variables beside its parent's.</param>
    /// <param name="takeOutput">Takes each line that the program prints.</param>
    /// <param name="takeLog">Takes each line of Spark's log.</param>
    /// <param name="clock">Times the patience.</param>
    public static SubmittedProgram Start(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, Action<string> takeOutput, Action<string> takeLog, TimeProvider clock)
    {
        var told = Path.GetTempFileName();
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo(command[0], command.Skip(1)) : new ProcessStartInfo("/bin/sh", ["-c", Attended, "sh", .. command]);
        (start.UseShellExecute, start.RedirectStandardOutput, start.RedirectStandardError) = (false, true, true);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        start.Environment[JobProcess.PidFileVariable] = told;
        start.Environment[JobProcess.SubmitterVariable] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var started = new Process { StartInfo = start };
        started.OutputDataReceived += (_, line) => Hand(line, takeOutput);
        started.ErrorDataReceived += (_, line) => Hand(line, takeLog);
        started.Start();
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        return new(started, told, clock);
    }

    /// <summary>True once the driver is gone.</summary>
    public bool HasExited => driver.HasExited;

    /// <summary>The driver's exit code, which is the program's unless the driver itself was killed.</summary>
    public async Task<int> WaitAsync(CancellationToken ct)
    {
        await driver.WaitForExitAsync(ct);
        await EndProgramAsync();
        return driver.ExitCode;
    }

    /// <summary>Ends all of it.</summary>
    public async Task CancelAsync()
    {
        if (ProgramPid is { } program) await Signals.SendAsync(program, "TERM");
        if (ProgramPid is null || !await ExitsWithinAsync(ProgramGrace)) await Signals.SendAsync(driver.Id, "TERM");
        if (!await ExitsWithinAsync(DriverGrace)) driver.Kill(entireProcessTree: true);
        await WaitAsync(CancellationToken.None);
    }

    public void Dispose()
    {
        driver.Dispose();
        File.Delete(pidFile);
    }

    private int? ProgramPid => int.TryParse(File.ReadAllText(pidFile), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;

    private static void Hand(DataReceivedEventArgs line, Action<string> take)
    {
        if (line.Data is { } text) take(text);
    }

    private async Task<bool> ExitsWithinAsync(TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience, clock);
        try
        {
            await driver.WaitForExitAsync(timeout.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>A program whose driver has died ends by itself, as its standard input ends; one that hangs is killed.</summary>
    private async Task EndProgramAsync()
    {
        if (ProgramPid is not { } pid) return;
        var start = clock.GetTimestamp();
        while (JobProcess.IsAlive(pid))
        {
            if (clock.GetElapsedTime(start) > DriverGrace)
            {
                await Signals.SendAsync(pid, "KILL");
                return;
            }

            await Task.Delay(Pause, clock, CancellationToken.None);
        }
    }
}
