using System.Globalization;
using System.Text.Json.Nodes;

namespace Lakehouse.Features.Internal.Json;

/// <summary>Differences of two identities as lines that people read.</summary>
/// <remarks>
/// 1. Objects are compared member by member; an expression is one value and is shown as text.
/// 2. Items of lists are matched by what names them (name, suffix, view, text); matched ones are compared in turn, the others are <c>old -> new</c>.
/// </remarks>
internal static class IdentityDiff
{
    private static readonly (long Micros, string Name)[] Units = [(86_400_000_000, "d"), (3_600_000_000, "h"), (60_000_000, "m"), (1_000_000, "s"), (1_000, "ms"), (1, "us")];

    internal static List<string> Lines(JsonObject before, JsonObject after)
    {
        var lines = new List<string>();
        Compare("", before, after, lines);
        return lines;
    }

    private static void Compare(string path, JsonNode? before, JsonNode? after, List<string> lines)
    {
        if (CanonicalJson.Write(before) == CanonicalJson.Write(after)) return;
        switch (before, after)
        {
            case (JsonArray a, JsonArray b):
                CompareLists(path, a, b, lines);
                break;
            case (JsonObject a, JsonObject b) when !ExprJson.IsExpression(a) && !ExprJson.IsExpression(b):
                foreach (var name in a.Select(m => m.Key).Union(b.Select(m => m.Key), StringComparer.Ordinal)) Compare(Join(path, name), a[name], b[name], lines);
                break;
            default:
                lines.Add($"{Shown(path)}: {Label(path, before)} -> {Label(path, after)}");
                break;
        }
    }

    private static void CompareLists(string path, JsonArray before, JsonArray after, List<string> lines)
    {
        List<string> old = [.. before.Select(item => Label(path, item))], now = [.. after.Select(item => Label(path, item))];
        List<string> removed = [.. old.Except(now, StringComparer.Ordinal)], added = [.. now.Except(old, StringComparer.Ordinal)];
        if (removed.Count > 0 || added.Count > 0) lines.Add($"{Shown(path)}: {Change(removed, added)}");
        else if (!old.SequenceEqual(now, StringComparer.Ordinal)) lines.Add($"{Shown(path)}: order {string.Join(", ", old)} -> {string.Join(", ", now)}");
        foreach (var label in old.Intersect(now, StringComparer.Ordinal)) Compare(Join(path, label), before[old.IndexOf(label)], after[now.IndexOf(label)], lines);
    }

    private static string Change(List<string> removed, List<string> added) => (removed, added) switch
    {
        ([], _) => $"{string.Join(", ", added)} added",
        (_, []) => $"{string.Join(", ", removed)} removed",
        _ => $"{string.Join(", ", removed)} -> {string.Join(", ", added)}",
    };

    private static string Label(string path, JsonNode? node) => node switch
    {
        null => "none",
        JsonObject expression when ExprJson.IsExpression(expression) && !expression.ContainsKey("name") => ExprJson.Read(expression).ToString(),
        JsonObject rule when rule.ContainsKey("condition") => $"{rule.Text("kind")} {ExprJson.Read(rule["condition"])}",
        JsonObject member when member["view"] is JsonObject view => $"{view.Text("name")}@{view.Number("version")}",
        JsonObject item => item.OptionalText("suffix") ?? item.OptionalText("name") ?? CanonicalJson.Write(item),
        JsonValue value when path.EndsWith("_micros", StringComparison.Ordinal) => Duration(long.Parse(value.ToString(), CultureInfo.InvariantCulture)),
        _ => node.ToString(),
    };

    private static string Duration(long micros)
    {
        var (unit, name) = Units.First(u => micros % u.Micros == 0);
        return $"{micros / unit}{name}";
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>The path without members that only structure the stored form.</summary>
    private static string Shown(string path) => path
        .Replace("_micros", "", StringComparison.Ordinal)
        .Replace(".expression", "", StringComparison.Ordinal)
        .Replace("members.", "", StringComparison.Ordinal)
        .Replace(".view.", ".", StringComparison.Ordinal);
}
