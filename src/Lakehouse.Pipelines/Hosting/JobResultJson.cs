using System.Text.Json;

namespace Lakehouse.Pipelines.Hosting;

/// <summary>A result as one line for the scheduler's log.</summary>
public static class JobResultJson
{
    /// <summary>The line.</summary>
    public static string ToJson(this JobResult result) => JsonSerializer.Serialize(new
    {
        job = result.Job,
        target = result.Target,
        changed = result.Changed,
        rows = result.Rows,
        version = result.Version,
        seconds = Math.Round(result.Elapsed.TotalSeconds, 3),
        message = result.Message,
        failed = result.Failure is not null,
    });
}
