using System.Globalization;
using System.Runtime.InteropServices;
using Lakehouse.Cli.Cluster;
using Lakehouse.Engine.Spark.Launch;

namespace Lakehouse.Cli.Submit;

/// <summary>Runs a submission to its end, and shows how it goes.</summary>
internal sealed class Submission
{
    private const int Terminated = 143;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly Invocation call;
    private readonly SubmitOptions options;
    private readonly SubmitScreen screen;

    private Submission(Invocation call, SubmitOptions options)
    {
        (this.call, this.options) = (call, options);
        screen = new(call.Terminal, call.Clock, options.Name);
    }

    /// <summary>Runs it; the exit code is the job's, or 130 and 143 where a signal ended it.</summary>
    public static async Task<int> RunAsync(Invocation call, SubmitOptions options, SparkHome home, string log, CancellationToken ct)
    {
        var terminated = false;
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => terminated = true);
        var code = await new Submission(call, options).RunAsync(home, log, ct);
        return !ct.IsCancellationRequested ? code : terminated ? Terminated : ExitCode.Interrupted;
    }

    private async Task<int> RunAsync(SparkHome home, string level, CancellationToken ct)
    {
        var path = LogPath();
        await using var file = new StreamWriter(path) { AutoFlush = true };
        var log = new SparkLog(file, level, screen.Say);
        screen.Say($"Submitting {options.Name} to {options.Master}; Spark's log: {path}");
        var start = call.Clock.GetTimestamp();
        var output = new SubmitOutput(call, screen);
        using var program = SubmittedProgram.Start(SubmitCommand.Local(options, home), EnvironmentOf(home), output.Take, log.Take, call.Clock);
        try
        {
            var waiting = program.WaitAsync(ct);
            await WatchAsync(waiting, ct);
            var code = await waiting;
            screen.End();
            await output.PrintAsync();
            var elapsed = string.Create(CultureInfo.InvariantCulture, $"{call.Clock.GetElapsedTime(start).TotalSeconds:0.0} s");
            var application = screen.Last.Application.Length == 0 ? "" : $" as {screen.Last.Application}, {screen.Last.Counts}";
            await call.SayAsync($"{options.Name} ended with exit code {code} after {elapsed}{application}.{(code == ExitCode.Done ? "" : $" Spark's log: {path}")}");
            return code;
        }
        catch (OperationCanceledException)
        {
            screen.End();
            await call.SayAsync("Cancelling the job …");
            await program.CancelAsync();
            await call.SayAsync("Cancelled; what was committed stays, and the same command goes on from it.");
            return ExitCode.Interrupted;
        }
    }

    private async Task WatchAsync(Task ended, CancellationToken ct)
    {
        using var page = options.PagePort is { } port ? new SparkPage(port) : null;
        while (!ended.IsCompleted)
        {
            screen.Show(page is null ? null : await page.TryReadAsync(ct));
            await Task.WhenAny(ended, Task.Delay(Pause, call.Clock, ct));
        }
    }

    private Dictionary<string, string> EnvironmentOf(SparkHome home)
    {
        var environment = new Dictionary<string, string> { ["SPARK_HOME"] = home.Path, ["SPARK_SCALA_VERSION"] = home.ScalaVersion };
        if (options.IsLocal) environment["SPARK_LOCAL_IP"] = "127.0.0.1";
        return environment;
    }

    private string LogPath()
    {
        var name = string.Concat(options.Name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '@' ? c : '-'));
        var time = call.Clock.GetUtcNow().ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
        return Path.Combine(Directory.CreateDirectory(Path.Combine(ClusterPlace.Of("spark"), "logs")).FullName, $"{time}-{name}.log");
    }
}
