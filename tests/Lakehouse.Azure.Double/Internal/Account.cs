namespace Lakehouse.Azure.Double.Internal;

/// <summary>The account's containers; one request at a time, so that every request is atomic.</summary>
/// <param name="options">Page size and clock.</param>
internal sealed class Account(AzureDoubleOptions options)
{
    private readonly Dictionary<string, Tree> containers = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    public bool TryCreate(string container)
    {
        lock (gate) return containers.TryAdd(container, new Tree(Now));
    }

    /// <exception cref="Refusal">The service says no.</exception>
    public Answer Apply(Call call)
    {
        lock (gate)
        {
            if (call.Path.Length == 0 && call.Parameter("restype") == "container") return ApplyToContainer(call);
            var tree = Find(call.Container, call.IsDfs);
            if (call is { Method: "GET", Path.Length: 0 } && call.Parameter("resource") == "filesystem") return DfsListing.Apply(call, tree, options.PageSize);
            return call.IsDfs ? DfsVerbs.Apply(call, tree, name => Find(name, isDfs: true)) : BlobVerbs.Apply(call, tree);
        }
    }

    private Answer ApplyToContainer(Call call)
    {
        if (call.Method == "PUT") return containers.TryAdd(call.Container, new Tree(Now)) ? Stamp(201) : throw new Refusal(409, "ContainerAlreadyExists");
        Find(call.Container, isDfs: false);
        if (call.Method != "DELETE") return Stamp(200);
        containers.Remove(call.Container);
        return Stamp(202);
    }

    private Tree Find(string container, bool isDfs) =>
        containers.TryGetValue(container, out var tree) ? tree : throw new Refusal(404, isDfs ? "FilesystemNotFound" : "ContainerNotFound");

    private Answer Stamp(int status) => new Answer(status).About(new Node([], IsDirectory: true, "\"0x0\"", Now(), new Dictionary<string, string>()));

    private DateTimeOffset Now() => TimeProvider.System.GetUtcNow() + options.ClockSkew;
}
