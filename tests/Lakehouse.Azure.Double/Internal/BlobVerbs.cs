using System.Globalization;
using System.Xml.Linq;

namespace Lakehouse.Azure.Double.Internal;

/// <summary>The part of the Blob service that a lake's client needs: put, blocks, ranges, properties, delete.</summary>
internal static class BlobVerbs
{
    public static Answer Apply(Call call, Tree tree) => (call.Method, call.Parameter("comp")) switch
    {
        ("PUT", "block") => PutBlock(call, tree),
        ("PUT", "blocklist") => PutBlockList(call, tree),
        ("PUT", "") when call.Header("x-ms-blob-type") == "BlockBlob" => PutBlob(call, tree, call.Body),
        ("GET" or "HEAD", "") => Read(call, tree),
        ("DELETE", "") => Delete(call, tree),
        _ => throw new Refusal(400, "UnsupportedHttpVerb"),
    };

    private static Answer PutBlob(Call call, Tree tree, byte[] content)
    {
        var standing = tree.Find(call.Path);
        Conditions.RequireForWrite(call, standing, "BlobAlreadyExists");
        if (standing is { IsDirectory: true }) throw new Refusal(409, "ResourceTypeMismatch");
        return new Answer(201).About(tree.Put(call.Path, content, metadata: call.Metadata()));
    }

    private static Answer PutBlock(Call call, Tree tree)
    {
        tree.Stage(call.Path, call.Parameter("blockid"), call.Body);
        return new Answer(201);
    }

    private static Answer PutBlockList(Call call, Tree tree)
    {
        Conditions.RequireForWrite(call, tree.Find(call.Path), "BlobAlreadyExists");
        var ids = XDocument.Load(new MemoryStream(call.Body)).Root!.Elements().Select(e => e.Value).ToList();
        return PutBlob(call, tree, tree.Assemble(call.Path, ids));
    }

    private static Answer Read(Call call, Tree tree)
    {
        var node = tree.Find(call.Path) ?? throw new Refusal(404, "BlobNotFound");
        Conditions.RequireForRead(call, node);
        var range = call.Header("x-ms-range") is { Length: > 0 } given ? given : call.Header("range");
        if (range.Length == 0 || call.Method == "HEAD") return new Answer(200) { Body = node.Data }.About(node).With("x-ms-blob-type", "BlockBlob");
        var bounds = range["bytes=".Length..].Split('-');
        var first = int.Parse(bounds[0], CultureInfo.InvariantCulture);
        if (first >= node.Data.Length) throw new Refusal(416, "InvalidRange");
        var last = bounds[1].Length == 0 ? node.Data.Length - 1 : (int)Math.Min(long.Parse(bounds[1], CultureInfo.InvariantCulture), node.Data.Length - 1);
        return new Answer(206) { Body = node.Data.AsMemory(first, last - first + 1) }.About(node)
            .With("x-ms-blob-type", "BlockBlob").With("Content-Range", $"bytes {first}-{last}/{node.Data.Length}");
    }

    private static Answer Delete(Call call, Tree tree)
    {
        var node = tree.Find(call.Path) ?? throw new Refusal(404, "BlobNotFound");
        Conditions.RequireForWrite(call, node, "BlobAlreadyExists");
        if (tree.Below(call.Path).Any()) throw new Refusal(409, "DirectoryIsNotEmpty");
        tree.Remove(call.Path);
        return new Answer(202);
    }
}
