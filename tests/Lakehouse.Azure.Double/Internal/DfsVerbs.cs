namespace Lakehouse.Azure.Double.Internal;

/// <summary>The DFS service's verbs on paths: create, append, flush, rename, delete.</summary>
internal static class DfsVerbs
{
    private const string Exists = "PathAlreadyExists";

    public static Answer Apply(Call call, Tree tree, Func<string, Tree> containers) => (call.Method, call.Parameter("resource"), call.Parameter("action")) switch
    {
        ("PUT", _, _) when call.Headers.ContainsKey("x-ms-rename-source") => Rename(call, tree, containers),
        ("PUT", "file" or "directory", _) => Create(call, tree),
        ("PATCH", _, "append") => Append(call, tree),
        ("PATCH", _, "flush") => Flush(call, tree),
        ("DELETE", _, _) => Delete(call, tree),
        _ => throw new Refusal(400, "UnsupportedHttpVerb"),
    };

    private static Answer Create(Call call, Tree tree)
    {
        Conditions.RequireForWrite(call, tree.Find(call.Path), Exists);
        return new Answer(201).About(tree.Put(call.Path, [], call.Parameter("resource") == "directory"));
    }

    private static Answer Append(Call call, Tree tree)
    {
        var node = Existing(call, tree);
        if (call.Position != node.Data.Length + node.Appended.Length) throw new Refusal(400, "InvalidAppendPosition");
        node.Appended.Write(call.Body);
        return new Answer(202);
    }

    private static Answer Flush(Call call, Tree tree)
    {
        var node = Existing(call, tree);
        Conditions.RequireForWrite(call, node, Exists);
        if (call.Position != node.Data.Length + node.Appended.Length) throw new Refusal(400, "InvalidFlushPosition");
        return new Answer(200).About(tree.Put(call.Path, [.. node.Data, .. node.Appended.ToArray()], metadata: node.Metadata));
    }

    private static Answer Rename(Call call, Tree tree, Func<string, Tree> containers)
    {
        var source = Uri.UnescapeDataString(call.Header("x-ms-rename-source").Split('?')[0]).Trim('/').Split('/', 2);
        var sourceTree = containers(source[0]);
        if (source.Length < 2 || sourceTree.Find(source[1]) is null) throw new Refusal(404, "SourcePathNotFound");
        var parent = call.Path.LastIndexOf('/');
        if (parent > 0 && tree.Find(call.Path[..parent]) is not { IsDirectory: true }) throw new Refusal(404, "RenameDestinationParentPathNotFound");
        Conditions.RequireForWrite(call, tree.Find(call.Path), Exists);
        if (tree.Below(call.Path).Any()) throw new Refusal(409, "DestinationPathIsNotEmpty");
        return new Answer(201).About(tree.Move(sourceTree, source[1], call.Path));
    }

    private static Answer Delete(Call call, Tree tree)
    {
        Conditions.RequireForWrite(call, Existing(call, tree), Exists);
        var below = tree.Below(call.Path).ToList();
        if (below.Count > 0 && call.Parameter("recursive") != "true") throw new Refusal(409, "DirectoryNotEmpty");
        foreach (var path in below.Append(call.Path)) tree.Remove(path);
        return new Answer(200);
    }

    private static Node Existing(Call call, Tree tree) => tree.Find(call.Path) ?? throw new Refusal(404, "PathNotFound");
}
