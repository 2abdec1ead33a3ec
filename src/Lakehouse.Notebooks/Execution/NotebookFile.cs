using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lakehouse.Notebooks.Execution;

/// <summary>One .ipynb: its code cells are run in order, their outputs stored, or compared with what is stored.</summary>
internal static class NotebookFile
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, IndentSize = 1, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>Null, or what is wrong.</returns>
    public static async Task<string?> RunAsync(string file, bool check)
    {
        var before = await File.ReadAllTextAsync(file);
        var notebook = JsonNode.Parse(before)!.AsObject();
        var session = new CellSession(Path.GetDirectoryName(file)!);
        var number = 0;
        foreach (var cell in notebook["cells"]!.AsArray().Where(c => (string?)c!["cell_type"] == "code"))
        {
            var stored = Text(cell!["outputs"]);
            var (outputs, error) = await session.RunAsync(Source(cell["source"]!));
            number++;
            if (error is not null) return $"cell {number}: {error}";
            if (check && Text(outputs) != stored) return $"cell {number}: the stored outputs differ; run without --check and commit";
            cell["outputs"] = outputs;
            cell["execution_count"] = number;
        }

        if (!check) await File.WriteAllTextAsync(file, notebook.ToJsonString(Json) + "\n");
        return null;
    }

    private static string Source(JsonNode source) => source is JsonArray lines ? string.Concat(lines.Select(l => (string?)l)) : (string)source!;

    // Editors save a text as one string or as a list of lines: both are the same output.
    private static string Text(JsonNode? outputs)
    {
        var copy = outputs?.DeepClone().AsArray() ?? [];
        foreach (var output in copy.Select(o => o!.AsObject()))
        {
            if (output["text"] is JsonArray) output["text"] = Source(output["text"]!);
            if (output["data"] is not JsonObject data) continue;
            foreach (var (mime, value) in data.ToList()) data[mime] = Source(value!).TrimEnd('\n');
        }

        return copy.ToJsonString();
    }
}
