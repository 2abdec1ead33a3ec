using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Lakehouse.Azure.Double.Internal;

/// <summary>Path - List: pages, numbers and booleans as texts, the next page in a header.</summary>
internal static class DfsListing
{
    public static Answer Apply(Call call, Tree tree, int pageSize)
    {
        var directory = call.Parameter("directory").Trim('/');
        if (directory.Length > 0 && tree.Find(directory) is null) throw new Refusal(404, "PathNotFound");
        var isRecursive = call.Parameter("recursive") == "true";
        var from = call.Parameter("beginFrom");
        if (!isRecursive && from.Contains('/')) throw new Refusal(400, "InvalidQueryParameterValue");

        var start = directory.Length == 0 ? 0 : directory.Length + 1;
        var after = Decode(call.Parameter("continuation"));
        var size = int.TryParse(call.Parameter("maxResults"), CultureInfo.InvariantCulture, out var wanted) ? Math.Min(wanted, pageSize) : pageSize;
        var found = tree.Below(directory).Where(p => isRecursive || !p[start..].Contains('/'))
            .Where(p => StringComparer.Ordinal.Compare(p[start..], from) >= 0 && (after.Length == 0 || StringComparer.Ordinal.Compare(p, after) > 0)).Take(size + 1).ToList();
        var page = found.Take(size).Select(p => Describe(p, tree.Find(p)!)).ToList();
        var answer = new Answer(200) { Body = JsonSerializer.SerializeToUtf8Bytes(new { paths = page }) }.With("Content-Type", "application/json;charset=utf-8");
        return found.Count > size ? answer.With("x-ms-continuation", Encode(found[size - 1])) : answer;
    }

    private static string Encode(string path) => Convert.ToBase64String(Encoding.UTF8.GetBytes(path));

    private static string Decode(string continuation) => Encoding.UTF8.GetString(Convert.FromBase64String(continuation));

    private static Dictionary<string, string> Describe(string path, Node node)
    {
        var item = new Dictionary<string, string>
        {
            ["name"] = path,
            ["contentLength"] = node.Data.Length.ToString(CultureInfo.InvariantCulture),
            ["etag"] = node.ETag.Trim('"'),
            ["lastModified"] = node.Modified.ToString("R", CultureInfo.InvariantCulture),
        };
        if (node.IsDirectory) item["isDirectory"] = "true";
        return item;
    }
}
