using System.Text.Json;

namespace Lakehouse.Cli.Submit;

/// <summary>Spark's own page, for programs: what a driver on this machine says of its application.</summary>
/// <param name="port">The page's port.</param>
internal sealed class SparkPage(int port) : IDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5), BaseAddress = new($"http://127.0.0.1:{port}/api/v1/") };
    private string? application;

    /// <summary>Reads the progress; null while nobody answers.</summary>
    public async Task<SparkProgress?> TryReadAsync(CancellationToken ct)
    {
        try
        {
            application ??= (await GetAsync("applications", ct)).EnumerateArray().Select(a => a.GetProperty("id").GetString()).FirstOrDefault();
            if (application is null) return null;
            var jobs = (await GetAsync($"applications/{application}/jobs", ct)).EnumerateArray().ToList();
            var stages = (await GetAsync($"applications/{application}/stages", ct)).EnumerateArray().ToList();
            return Read(application, jobs, stages);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is HttpRequestException or TaskCanceledException or JsonException or IOException or KeyNotFoundException)
        {
            return null;
        }
    }

    public void Dispose() => client.Dispose();

    internal static SparkProgress Read(string application, IReadOnlyList<JsonElement> jobs, IReadOnlyList<JsonElement> stages)
    {
        int Sum(string name) => jobs.Sum(j => j.GetProperty(name).GetInt32());
        long Rows(string name) => stages.Sum(s => s.GetProperty(name).GetInt64());
        // A skipped stage is one whose output an earlier job has left: nothing of it is to be done.
        var skipped = Sum("numSkippedStages");
        var running = jobs.FirstOrDefault(j => j.GetProperty("status").GetString() == "RUNNING");
        return new(
            application, running.ValueKind == JsonValueKind.Undefined ? null : NameOf(running), Sum("numCompletedStages"), jobs.Sum(j => j.GetProperty("stageIds").GetArrayLength()) - skipped,
            Sum("numCompletedTasks"), Sum("numTasks") - Sum("numSkippedTasks"), Rows("inputRecords"), Rows("outputRecords"));
    }

    private static string? NameOf(JsonElement job) => (job.TryGetProperty("description", out var text) ? text : job.GetProperty("name")).GetString()?.ReplaceLineEndings(" ");

    private async Task<JsonElement> GetAsync(string path, CancellationToken ct)
    {
        await using var stream = await client.GetStreamAsync(new Uri(path, UriKind.Relative), ct);
        using var document = await JsonDocument.ParseAsync(stream, cancellationToken: ct);
        return document.RootElement.Clone();
    }
}
