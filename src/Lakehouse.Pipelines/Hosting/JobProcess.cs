using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Lakehouse.Catalog;
using Lakehouse.Delta;
using Lakehouse.Engine;
using Lakehouse.Online;

namespace Lakehouse.Pipelines.Hosting;

/// <summary>The life of a program that runs one job: signals, the processes that it belongs to, and its exit code.</summary>
/// <remarks>
/// 1. SIGINT and SIGTERM cancel the job, and so does the death of who submitted the program.
/// 2. A program that Spark's driver has started has a pipe from it as its standard input: its end is the driver's death, after which nothing can be done.
/// 3. A cancelled job has a grace time to remove what it has staged; then the process ends in any case.
/// </remarks>
public sealed class JobProcess : IDisposable
{
    /// <summary>Environment variable with a file into which the program writes its pid.</summary>
    public const string PidFileVariable = "LAKEHOUSE_JOB_PIDFILE";

    /// <summary>Environment variable with the pid of the process that the program must not outlive.</summary>
    public const string SubmitterVariable = "LAKEHOUSE_JOB_SUBMITTER";

    private const string GatewayVariable = "PYSPARK_GATEWAY_PORT";
    private const int Failed = 1;
    private const int Usage = 2;
    private const int Interrupted = 130;
    private const int Terminated = 143;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stop = new();
    private int? ended;

    private JobProcess()
    {
    }

    /// <summary>True where Spark's driver has started this process, by either runner.</summary>
    public static bool IsSubmitted => HasGateway || Environment.GetEnvironmentVariable("DOTNETBACKEND_PORT") is { Length: > 0 };

    // Only Python's runner gives the program a pipe of its own.
    private static bool HasGateway => Environment.GetEnvironmentVariable(GatewayVariable) is { Length: > 0 };

    /// <summary>Runs a job; failures become a message on standard error and an exit code: 1 failed, 2 usage, 3 refused, 130 and 143 after a signal.</summary>
    /// <param name="usage">What the command line may be; said after a <see cref="FormatException"/>.</param>
    /// <param name="job">The job; its result is the exit code.</param>
    public static async Task<int> RunAsync(string usage, Func<CancellationToken, Task<int>> job)
    {
        using var process = new JobProcess();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => process.End(context, Terminated));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => process.End(context, Interrupted));
        process.Join();
        try
        {
            return await job(process.stop.Token);
        }
        catch (Exception) when (process.ended is { } code)
        {
            return code;
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync(IsExpected(e) ? e.Message : $"Unexpected {e}");
            if (e is FormatException) await Console.Error.WriteLineAsync(usage);
            return e is FormatException ? Usage : (e as JobException)?.ExitCode ?? Failed;
        }
    }

    private static bool IsExpected(Exception e) =>
        e is FormatException or JobException or CatalogException or DeltaException or EngineException or OnlineStoreException or IOException or UnauthorizedAccessException;

    /// <summary>True while a process of that pid runs on this machine.</summary>
    public static bool IsAlive(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stop.Dispose();

    private void Join()
    {
        if (Environment.GetEnvironmentVariable(PidFileVariable) is { Length: > 0 } file) File.WriteAllText(file, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        if (HasGateway) _ = Task.Factory.StartNew(WatchDriver, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (int.TryParse(Environment.GetEnvironmentVariable(SubmitterVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var submitter)) _ = WatchSubmitterAsync(submitter);
    }

    private void WatchDriver()
    {
        using var input = Console.OpenStandardInput();
        Span<byte> unread = stackalloc byte[64];
        while (input.Read(unread) > 0)
        {
            // Nobody writes there; only the end counts.
        }

        End(Failed);
    }

    private async Task WatchSubmitterAsync(int pid)
    {
        while (IsAlive(pid)) await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        End(Terminated);
    }

    private void End(PosixSignalContext context, int code)
    {
        context.Cancel = true;
        End(code);
    }

    private void End(int code)
    {
        if (ended is not null) return;
        ended = code;
        _ = ForceAsync(code);
        stop.Cancel();
    }

    private static async Task ForceAsync(int code)
    {
        await Task.Delay(Grace, TimeProvider.System, CancellationToken.None);
        Environment.Exit(code);
    }
}
