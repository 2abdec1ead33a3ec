using System.Globalization;

namespace Lakehouse.Azure.Double.Internal;

/// <summary>What is sent back.</summary>
/// <param name="Status">HTTP status.</param>
internal sealed record Answer(int Status)
{
    public Dictionary<string, string> Headers { get; } = [];

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The answer with a node's tag, time and metadata.</summary>
    public Answer About(Node node)
    {
        Headers["ETag"] = node.ETag;
        Headers["Last-Modified"] = node.Modified.ToString("R", CultureInfo.InvariantCulture);
        foreach (var (name, value) in node.Metadata) Headers["x-ms-meta-" + name] = value;
        return this;
    }

    public Answer With(string header, string value)
    {
        Headers[header] = value;
        return this;
    }
}
