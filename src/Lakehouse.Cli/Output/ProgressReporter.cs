using System.Globalization;
using Lakehouse.Pipelines;

namespace Lakehouse.Cli.Output;

/// <summary>Tells on standard error how far a job has come, once it has taken two seconds: in place on a terminal, else a line now and then.</summary>
internal sealed class ProgressReporter(Terminal terminal, TimeProvider clock) : IProgress<JobProgress>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private TimeSpan Pause => terminal.ErrorIsInteractive ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly Dictionary<string, (long Started, long Rows)> jobs = [];
    private string? job;
    private long? shown;

    public void Report(JobProgress value)
    {
        lock (gate)
        {
            // Jobs of several targets run at once, each with a rate of its own; one whose rows do not grow has begun anew.
            var isNew = !jobs.TryGetValue(value.Job, out var known) || value.Rows <= known.Rows;
            jobs[value.Job] = known = (isNew ? clock.GetTimestamp() : known.Started, value.Rows);
            if (job != value.Job) Clear();
            if (isNew) shown = null;
            job = value.Job;

            var elapsed = clock.GetElapsedTime(known.Started);
            if (elapsed < Patience || (shown is { } last && clock.GetElapsedTime(last) < Pause)) return;
            shown = clock.GetTimestamp();
            var line = Line(value, elapsed);
            if (terminal.ErrorIsInteractive) terminal.Error.Write($"\r\e[K{line}");
            else terminal.Error.WriteLine(line);
        }
    }

    /// <summary>Removes the line in place.</summary>
    public void Clear()
    {
        lock (gate)
        {
            if (shown is not null && terminal.ErrorIsInteractive) terminal.Error.Write("\r\e[K");
        }
    }

    private static string Line(JobProgress value, TimeSpan elapsed)
    {
        var rate = value.Rows / elapsed.TotalSeconds;
        var left = value.TotalRows is { } total && rate > 0 ? $", {Math.Max(0, (total - value.Rows) / rate):N0} s left" : "";
        var of = value.TotalRows is { } all ? $" of {all.ToString("N0", CultureInfo.InvariantCulture)}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{value.Job}: {value.Rows:N0}{of} rows, {rate:N0} rows/s{left}");
    }
}
