using System.Text.Json.Nodes;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Internal.Json;

/// <summary>What definitions mean, without what only describes them (semantics §6).</summary>
internal static class Identity
{
    internal static JsonObject Of(ContractDefinition contract) => Of(contract, contract.Columns.Select(c => c.Name));

    internal static JsonObject Of(SetDefinition set) => SetJson.Write(set, Of);

    internal static JsonObject Of(ViewDefinition view)
    {
        var node = ViewJson.WriteMeaning(view);
        if (view is EntityViewDefinition entityView)
        {
            var read = ExprWalk.ColumnNames(entityView.Key.Concat(entityView.Features.Select(f => f.Expression)));
            node["contract"] = Of(entityView.Contract, read);
        }

        return node;
    }

    /// <summary>The part of a contract that decides over the given columns: they, id and time, the rules and all that the rules read.</summary>
    private static JsonObject Of(ContractDefinition contract, IEnumerable<string> read)
    {
        var rules = contract.Rules.Where(r => r.Kind != RuleKind.Warn).ToList();
        var names = read.Concat(ExprWalk.ColumnNames(rules.Where(r => r.Kind == RuleKind.Require).Select(r => r.Condition)))
            .Append(contract.EventId.Name)
            .Append(contract.EventTime.Name)
            .ToHashSet(StringComparer.Ordinal);
        var columns = contract.Columns.Where(c => names.Contains(c.Name)).OrderBy(c => c.Name, StringComparer.Ordinal).ToList();
        var deletions = rules.Where(r => r.Kind == RuleKind.Delete).Select(r => r.Condition);
        var raw = ExprWalk.ColumnNames(columns.Select(c => c.Mapping).Concat(deletions)).ToHashSet(StringComparer.Ordinal);
        return new()
        {
            ["name"] = contract.Id.Name,
            ["version"] = contract.Id.Version,
            ["source"] = new JsonObject
            {
                ["name"] = contract.Source.Name,
                ["format"] = SourceJson.WriteFormat(contract.Source.Format),
                ["columns"] = RawColumns(contract.Source, raw).Select(SourceJson.WriteField).ToJson(),
            },
            ["columns"] = columns.Select(ContractJson.WriteMeaning).ToJson(),
            ["rules"] = rules.Select(OfRule).OrderBy(CanonicalJson.Write, StringComparer.Ordinal).ToJson(),
        };
    }

    /// <summary>The raw columns that are read; all in their order where files name none, because their number and order then say what each field is.</summary>
    private static IEnumerable<Field> RawColumns(SourceDefinition source, HashSet<string> read) => source.Format is { Kind: SourceKind.Csv, Header: false }
        ? source.Columns
        : source.Columns.Where(c => read.Contains(c.Name)).OrderBy(c => c.Name, StringComparer.Ordinal);

    private static JsonObject OfRule(ContractRule rule) => new() { ["kind"] = EnumNames<RuleKind>.Of(rule.Kind), ["condition"] = ExprJson.Write(rule.Condition) };
}
