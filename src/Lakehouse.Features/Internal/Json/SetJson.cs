using System.Text.Json.Nodes;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Features.Internal.Json;

/// <summary>Sets and whole projects as JSON.</summary>
internal static class SetJson
{
    internal static JsonObject Write(SetDefinition set) => Write(set, ViewJson.Write);

    internal static JsonObject Write(SetDefinition set, Func<ViewDefinition, JsonObject> writeView) => new JsonObject
    {
        ["name"] = set.Id.Name,
        ["version"] = set.Id.Version,
        ["members"] = set.Members
            .Select(m => new JsonObject { ["view"] = writeView(m.View), ["columns"] = m.Columns.Select(c => (JsonNode)c.Name).ToJson() })
            .ToJson(),
    }.With("transforms", set.Transforms.IsEmpty ? null : set.Transforms.Select(WriteTransform).ToJson());

    internal static SetDefinition Read(JsonObject node) => new(ContractJson.ReadId(node), [.. node.Items("members").Select(ReadMember)])
    {
        Transforms = node.ContainsKey("transforms") ? [.. node.Items("transforms").Select(ReadTransform)] : [],
    };

    internal static JsonObject Write(ProjectDefinition project) => new()
    {
        ["name"] = project.Name,
        ["contracts"] = project.Contracts.Select(ContractJson.Write).ToJson(),
        ["views"] = project.Views.Select(ViewJson.Write).ToJson(),
        ["sets"] = project.Sets.Select(Write).ToJson(),
    };

    internal static ProjectDefinition ReadProject(JsonObject node) => new(
        node.Text("name"),
        [.. node.Items("contracts").Select(ContractJson.Read)],
        [.. node.Items("views").Select(ViewJson.Read)],
        [.. node.Items("sets").Select(Read)]);

    private static JsonObject WriteTransform(SetTransform transform) =>
        new JsonObject { ["name"] = transform.Name, ["value"] = ExprJson.Write(transform.Value) }.With("fit", transform.Fit is { } fit ? FitJson.Write(fit) : null);

    private static SetTransform ReadTransform(JsonObject node) =>
        new(node.Text("name"), ExprJson.Read(node["value"]), node["fit"] is JsonObject fit ? FitJson.Read(fit) : null);

    private static SetMember ReadMember(JsonObject node)
    {
        var view = ViewJson.Read(node.Child("view"));
        var columns = view.Columns.ToDictionary(c => c.Name, StringComparer.Ordinal);
        return new(view, [.. node.Array("columns").Select(c => c?.GetValue<string>() is { } name && columns.TryGetValue(name, out var column)
            ? column
            : throw new FormatException($"The set names a column that {view.Id} lacks."))]);
    }
}
