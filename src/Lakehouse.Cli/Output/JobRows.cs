using Lakehouse.Pipelines;

namespace Lakehouse.Cli.Output;

/// <summary>Results of jobs as rows.</summary>
internal static class JobRows
{
    public static IReadOnlyList<OutputColumn> Columns { get; } =
    [
        OutputColumn.Text("job"), OutputColumn.Text("target"), OutputColumn.Flag("changed"), OutputColumn.Number("rows"), OutputColumn.Number("version"),
        OutputColumn.Seconds("seconds"), OutputColumn.Text("message"),
    ];

    public static object?[] Of(JobResult result) =>
        [result.Job, result.Target, result.Changed, result.Rows, result.Version, Math.Round(result.Elapsed.TotalSeconds, 3), result.Message];

    /// <summary>Prints results; says so when there was nothing to do, and what failed.</summary>
    public static async Task<int> PrintAsync(Invocation call, IReadOnlyList<JobResult> results)
    {
        await call.PrintAsync(Columns, results.Select(Of));
        var failed = results.Where(r => r.Failure is not null).ToList();
        foreach (var result in failed) await call.SayAsync($"Failed: {result.Message}");
        if (failed.Count == 0 && results.All(r => !r.Changed)) await call.SayAsync("Nothing to do.");
        return failed.Count == 0 ? ExitCode.Done : failed.Max(r => Failure.Of(r.Failure!).ExitCode);
    }
}
