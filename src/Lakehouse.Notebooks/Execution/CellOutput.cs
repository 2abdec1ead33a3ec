using System.Globalization;
using System.Text.Json.Nodes;

namespace Lakehouse.Notebooks.Execution;

/// <summary>Outputs of a cell in Jupyter's format.</summary>
internal static class CellOutput
{
    /// <summary>A shown value. Display types live in an assembly that only the notebook loads, so they are met by shape, as other hosts meet them.</summary>
    public static JsonObject Of(object value)
    {
        var mime = value.GetType().GetProperty("MimeType")?.GetValue(value) as string;
        var render = mime is null ? null : value.GetType().GetMethod("Render")?.Invoke(value, null) as string;
        var data = new JsonObject { [mime ?? "text/plain"] = render ?? Convert.ToString(value, CultureInfo.InvariantCulture) };
        return new() { ["output_type"] = "display_data", ["data"] = data, ["metadata"] = new JsonObject() };
    }

    /// <summary>What a cell wrote to the console.</summary>
    public static JsonObject Stream(string text) => new() { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = text };
}
