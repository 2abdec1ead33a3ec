using System.Text.Json.Nodes;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Features.Internal.Json;

/// <summary>Contracts as JSON.</summary>
internal static class ContractJson
{
    internal static JsonObject Write(ContractDefinition contract) => new JsonObject
    {
        ["name"] = contract.Id.Name,
        ["version"] = contract.Id.Version,
        ["source"] = SourceJson.Write(contract.Source),
        ["columns"] = contract.Columns.Select(c => WriteMeaning(c).With("unit", c.Unit).With("description", c.Description)).ToJson(),
        ["rules"] = contract.Rules.Select(WriteRule).ToJson(),
    }.With("description", contract.Description);

    internal static JsonObject WriteMeaning(ContractColumn column) => new()
    {
        ["name"] = column.Name,
        ["type"] = column.Type.ToString(),
        ["nullable"] = column.Nullable,
        ["role"] = EnumNames<ColumnRole>.Of(column.Role),
        ["mapping"] = ExprJson.Write(column.Mapping),
    };

    internal static ContractDefinition Read(JsonObject node) =>
        new(ReadId(node), SourceJson.Read(node.Child("source")), [.. node.Items("columns").Select(ReadColumn)], [.. node.Items("rules").Select(ReadRule)])
        {
            Description = node.OptionalText("description"),
        };

    internal static VersionedName ReadId(JsonObject node) => new(node.Text("name"), node.Number("version"));

    private static ContractColumn ReadColumn(JsonObject node) =>
        new(node.Text("name"), ExprJson.ReadType(node), node.Flag("nullable"), EnumNames<ColumnRole>.Parse(node.Text("role")), ExprJson.Read(node["mapping"]))
        {
            Unit = node.OptionalText("unit"),
            Description = node.OptionalText("description"),
        };

    private static JsonObject WriteRule(ContractRule rule) =>
        new() { ["name"] = rule.Name, ["kind"] = EnumNames<RuleKind>.Of(rule.Kind), ["condition"] = ExprJson.Write(rule.Condition) };

    private static ContractRule ReadRule(JsonObject node) => new(node.Text("name"), EnumNames<RuleKind>.Parse(node.Text("kind")), ExprJson.Read(node["condition"]));
}
