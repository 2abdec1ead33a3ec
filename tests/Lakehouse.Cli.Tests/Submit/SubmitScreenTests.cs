using System.Text.Json;
using Lakehouse.Cli.Submit;
using Microsoft.Extensions.Time.Testing;

namespace Lakehouse.Cli.Tests.Submit;

public sealed class SubmitScreenTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly StringWriter error = new() { NewLine = "\n" };

    private static SparkProgress Progress(int stagesDone, int tasksDone) => new("app-1", "write gold", stagesDone, 4, tasksDone, 8, 1_234_567, 0);

    [Fact]
    public void Show_NoTerminal_WritesALineAStageAndOneEveryTenSeconds()
    {
        var screen = new SubmitScreen(new Terminal(TextWriter.Null, error, Width: null, ErrorIsInteractive: false), clock, "job");

        screen.Show(null);
        screen.Show(Progress(0, 1));
        screen.Show(Progress(0, 2));
        screen.Show(Progress(1, 3));
        clock.Advance(TimeSpan.FromSeconds(10));
        screen.Show(Progress(1, 4));

        error.ToString().Should().Be(
            """
            job: stages 0/4, tasks 1/8, 1,234,567 rows read, 0 written, 0:00 (write gold)
            job: stages 1/4, tasks 3/8, 1,234,567 rows read, 0 written, 0:00 (write gold)
            job: stages 1/4, tasks 4/8, 1,234,567 rows read, 0 written, 0:10 (write gold)

            """);
    }

    [Fact]
    public void Show_Terminal_KeepsOneLineBelowTheLog()
    {
        var screen = new SubmitScreen(new Terminal(TextWriter.Null, error, Width: 60, ErrorIsInteractive: true), clock, "job");

        screen.Show(Progress(0, 4));
        screen.Say("a log line");
        screen.End();

        error.ToString().Should().Be("job ━━━━━━━━──────── stages 0/4, tasks 4/8, 1,234,567 rows \r\e[Ka log line\njob ━━━━━━━━──────── stages 0/4, tasks 4/8, 1,234,567 rows \r\e[K");
    }

    [Fact]
    public void Take_LogLines_ShowsWhatIsGraveWithItsTrace()
    {
        using var file = new StreamWriter(new MemoryStream());
        var shown = new List<string>();
        var log = new SparkLog(file, "warn", shown.Add);

        foreach (var line in new[] { "25/11/25 21:00:00 INFO A: x", "  more", "25/11/25 21:00:01 ERROR B: y", "  at z", "25/11/25 21:00:02 INFO C: w" }) log.Take(line);

        shown.Should().Equal("25/11/25 21:00:01 ERROR B: y", "  at z");
    }

    [Fact]
    public void Read_JobsAndStages_CountsWithoutSkipped()
    {
        var jobs = Json("""[{"status":"RUNNING","name":"save at X","description":"write gold","stageIds":[3,4],"numTasks":6,"numCompletedTasks":1,"numSkippedTasks":2,"numCompletedStages":0,"numSkippedStages":1},{"status":"SUCCEEDED","name":"count","stageIds":[1],"numTasks":1,"numCompletedTasks":1,"numSkippedTasks":0,"numCompletedStages":1,"numSkippedStages":0}]""");
        var stages = Json("""[{"inputRecords":10,"outputRecords":0},{"inputRecords":5,"outputRecords":7}]""");

        SparkPage.Read("app-1", jobs, stages).Should().Be(new SparkProgress("app-1", "write gold", 1, 2, 2, 5, 15, 7));
    }

    private static JsonElement[] Json(string text) => [.. JsonDocument.Parse(text).RootElement.EnumerateArray()];
}
