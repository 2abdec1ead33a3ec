using System.Globalization;

namespace Lakehouse.Cli.Submit;

/// <summary>What a submission shows: log lines, and below them one line of progress in place on a terminal, else a line now and then.</summary>
internal sealed class SubmitScreen(Terminal terminal, TimeProvider clock, string name)
{
    private const int NarrowTerminal = 80;
    private static readonly TimeSpan PlainPause = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly long started = clock.GetTimestamp();
    private string shown = "";
    private SparkProgress last = SparkProgress.None;
    private long? plainAt;

    public SparkProgress Last => last;

    private string Elapsed => clock.GetElapsedTime(started).ToString(@"m\:ss", CultureInfo.InvariantCulture);

    /// <summary>A line that stays.</summary>
    public void Say(string line)
    {
        lock (gate)
        {
            Clear();
            terminal.Error.WriteLine(line);
            if (shown.Length > 0) terminal.Error.Write(shown);
        }
    }

    /// <summary>Shows progress; null repeats what is known, with the time that has passed.</summary>
    public void Show(SparkProgress? progress)
    {
        lock (gate)
        {
            var before = last;
            last = progress ?? last;
            if (terminal.ErrorIsInteractive) Draw(last);
            else if (last != SparkProgress.None && IsPlainDue(before)) Plain($"{name}: {last.Counts}, {Elapsed}{(last.Stage is { } stage ? $" ({stage})" : "")}");
        }
    }

    /// <summary>Removes the line in place.</summary>
    public void End()
    {
        lock (gate)
        {
            Clear();
            shown = "";
        }
    }

    // One at the first sight, then when a stage has ended or ten seconds have passed.
    private bool IsPlainDue(SparkProgress before) =>
        plainAt is not { } at || last.StagesDone != before.StagesDone || clock.GetElapsedTime(at) >= PlainPause;

    private void Plain(string line)
    {
        plainAt = clock.GetTimestamp();
        terminal.Error.WriteLine(line);
    }

    private void Draw(SparkProgress progress)
    {
        var line = progress == SparkProgress.None ? $"{name}: starting, {Elapsed}" : $"{name} {progress.Bar} {progress.Counts}, {Elapsed} {progress.Stage}";
        var width = (terminal.Width ?? NarrowTerminal) - 1;
        Clear();
        shown = line.Length > width ? line[..width] : line;
        terminal.Error.Write(shown);
    }

    private void Clear()
    {
        if (shown.Length > 0 && terminal.ErrorIsInteractive) terminal.Error.Write("\r\e[K");
    }
}
