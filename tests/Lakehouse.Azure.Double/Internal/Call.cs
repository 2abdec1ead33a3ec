using System.Globalization;

namespace Lakehouse.Azure.Double.Internal;

/// <summary>A request taken apart.</summary>
internal sealed class Call
{
    public Call(HttpRequest request, SeenRequest seen, byte[] body)
    {
        var parts = request.Path.Value!.TrimStart('/').Split('/', 3);
        Method = request.Method;
        Account = parts[0];
        Container = parts.Length > 1 ? parts[1] : "";
        Path = parts.Length > 2 ? parts[2].Trim('/') : "";
        Query = request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Headers = seen.Headers;
        Body = body;
    }

    public string Method { get; }

    public string Account { get; }

    public string Container { get; }

    public string Path { get; }

    public IReadOnlyDictionary<string, string> Query { get; }

    public IReadOnlyDictionary<string, string> Headers { get; }

    public byte[] Body { get; }

    /// <summary>Which of the two services is meant; they share an address here, so verbs that both have are told apart by the answer that the client accepts.</summary>
    public bool IsDfs =>
        Query.ContainsKey("resource") || Query.ContainsKey("action") || Query.ContainsKey("mode") || Headers.ContainsKey("x-ms-rename-source")
        || Header("accept").Contains("json", StringComparison.Ordinal);

    public string Parameter(string name) => Query.GetValueOrDefault(name, "");

    public string Header(string name) => Headers.GetValueOrDefault(name, "");

    public long Position => long.TryParse(Parameter("position"), CultureInfo.InvariantCulture, out var position) ? position : throw new Refusal(400, "InvalidQueryParameterValue");

    public Dictionary<string, string> Metadata() =>
        Headers.Where(h => h.Key.StartsWith("x-ms-meta-", StringComparison.Ordinal)).ToDictionary(h => h.Key["x-ms-meta-".Length..], h => h.Value);
}
