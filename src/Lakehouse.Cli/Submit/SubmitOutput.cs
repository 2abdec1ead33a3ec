using System.Text.Json;
using Lakehouse.Cli.Output;

namespace Lakehouse.Cli.Submit;

/// <summary>What the program prints: a line of JSON is data, any other goes to the person at the terminal. Results of jobs become a table at the end, unless JSON is asked for.</summary>
internal sealed class SubmitOutput(Invocation call, SubmitScreen screen)
{
    private readonly List<object?[]> results = [];

    public void Take(string line)
    {
        if (!line.StartsWith('{')) screen.Say(line);
        else if (call.Format != OutputFormat.Json && TryRead(line) is { } result) results.Add(result);
        else call.Terminal.Out.WriteLine(line);
    }

    public Task PrintAsync() => results.Count == 0 ? Task.CompletedTask : call.PrintAsync(JobRows.Columns, results);

    private static object?[]? TryRead(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var row = document.RootElement;
            return
            [
                row.GetProperty("job").GetString(), row.GetProperty("target").GetString(), row.GetProperty("changed").GetBoolean(), row.GetProperty("rows").GetInt64(),
                row.GetProperty("version") is { ValueKind: JsonValueKind.Number } version ? version.GetInt64() : null, row.GetProperty("seconds").GetDouble(),
                row.GetProperty("message").GetString(),
            ];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
