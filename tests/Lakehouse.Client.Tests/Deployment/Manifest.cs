using YamlDotNet.RepresentationModel;

namespace Lakehouse.Client.Tests.Deployment;

/// <summary>The manifests of infra/serving/k8s, read as YAML.</summary>
internal static class Manifest
{
    private static readonly string Folder = Path.Combine(Clone.Root, "infra", "serving", "k8s");

    public static IReadOnlyList<YamlNode> All { get; } = [.. Directory.EnumerateFiles(Folder, "*.yaml").Order(StringComparer.Ordinal).SelectMany(Read)];

    public static YamlNode Workload => Of("Deployment").Single();

    public static YamlNode Pod => Workload.At("spec", "template", "spec");

    public static YamlNode Container => Pod.At("containers").Items().Single();

    /// <summary>The container's arguments.</summary>
    public static string[] Arguments => [.. Container.At("args").Items().Select(a => a.Text())];

    public static IEnumerable<YamlNode> Of(string kind) => All.Where(m => m.At("kind").Text() == kind);

    /// <summary>The value of a flag of the container's arguments.</summary>
    public static string Flag(string name) => Arguments.Single(a => a.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];

    public static YamlNode At(this YamlNode node, params string[] path) => path.Aggregate(node, (n, key) => n[key]);

    public static bool Has(this YamlNode node, string key) => ((YamlMappingNode)node).Children.ContainsKey(key);

    public static IEnumerable<YamlNode> Items(this YamlNode node) => (YamlSequenceNode)node;

    public static string Text(this YamlNode node) => ((YamlScalarNode)node).Value!;

    public static int Number(this YamlNode node) => int.Parse(node.Text());

    private static IEnumerable<YamlNode> Read(string file)
    {
        var stream = new YamlStream();
        using var text = File.OpenText(file);
        stream.Load(text);
        return stream.Documents.Select(d => d.RootNode);
    }
}
