using System.Text.Json;
using System.Text.Json.Nodes;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Internal.Scanning;
using Lakehouse.Delta.Internal.Writing;
using Lakehouse.Delta.Operations;

namespace Lakehouse.Delta.Internal.Operations;

/// <summary>Changes of a table's metadata; no row is touched.</summary>
/// <param name="transaction">The transaction.</param>
internal sealed class Alterations(Transaction transaction)
{
    private readonly string table = transaction.Table.Path;
    private readonly Snapshot read = transaction.ReadSnapshot!;

    public OperationMetrics? AddColumns(IReadOnlyList<TableColumn> columns, string? within)
    {
        transaction.SetSchema(SchemaPath.Add(table, transaction.Schema, Path(within), columns));
        var added = columns.Select(c => new JsonObject { ["column"] = JsonNode.Parse(FieldJson(c)) });
        transaction.OperationParameters["columns"] = new JsonArray([.. added]).ToJsonString(JsonText.Options);
        return null;
    }

    public OperationMetrics? DropNotNull(string column)
    {
        transaction.SetSchema(SchemaPath.Change(table, transaction.Schema, Path(column), c => c with { Nullable = true }));
        transaction.OperationParameters["column"] = column;
        return null;
    }

    public OperationMetrics? SetProperties(IReadOnlyDictionary<string, string> properties)
    {
        transaction.SetMetadata(transaction.Metadata.With(PropertyRules.Change(table, read.State, properties, [])));
        transaction.OperationParameters["properties"] = JsonSerializer.Serialize(properties, JsonText.Options);
        return null;
    }

    public OperationMetrics? UnsetProperties(IReadOnlyList<string> keys)
    {
        transaction.SetMetadata(transaction.Metadata.With(PropertyRules.Change(table, read.State, new Dictionary<string, string>(), keys)));
        transaction.OperationParameters["properties"] = JsonSerializer.Serialize(keys, JsonText.Options);
        transaction.OperationParameters["ifExists"] = "true";
        return null;
    }

    /// <summary>Adds a CHECK constraint that all rows meet, where the table's protocol knows constraints.</summary>
    public async Task<OperationMetrics?> AddConstraintAsync(string name, string expression, DuckDbSession session, CancellationToken ct)
    {
        if (!PropertyRules.Allows(read.State.Protocol, "checkConstraints"))
        {
            throw new DeltaException(
                DeltaErrorCode.UnsupportedFeature,
                $"Table '{table}' was created without the table feature 'checkConstraints', and its protocol is not changed here. "
                + $"Create it with the property 'delta.constraints.{name}'.");
        }

        var key = PropertyRules.ConstraintPrefix + name.ToLowerInvariant();
        if (read.Configuration.Keys.Any(k => string.Equals(k, key, StringComparison.OrdinalIgnoreCase)))
            throw new DeltaException(DeltaErrorCode.SchemaMismatch, $"Table '{table}' already has a constraint '{name}'; drop it first.");
        var constraint = TableConstraints.Parse(table, name, expression, read.Schema);
        transaction.DeclareRead(rows: null);
        var scan = await read.Scan().ToSqlAsync(session, ct);
        var breaking = session.ScalarInt64($"SELECT count(*) FROM {scan} WHERE ({PredicateSql.Render(constraint.Condition, read)}) IS NOT TRUE");
        if (breaking > 0) throw new DeltaException(DeltaErrorCode.SchemaMismatch, $"{breaking} rows of table '{table}' break the constraint '{name}'; correct them first.");
        Describe(name, expression);
        transaction.SetMetadata(transaction.Metadata.With(new Dictionary<string, string>(read.Configuration) { [key] = expression }));
        return null;
    }

    public OperationMetrics? DropConstraint(string name)
    {
        var key = read.Configuration.Keys.FirstOrDefault(k => string.Equals(k, PropertyRules.ConstraintPrefix + name, StringComparison.OrdinalIgnoreCase))
            ?? throw new DeltaException(DeltaErrorCode.SchemaMismatch, $"Table '{table}' has no constraint '{name}'.");
        Describe(name, read.Configuration[key]);
        transaction.SetMetadata(transaction.Metadata.With(read.Configuration.Where(p => p.Key != key).ToDictionary(p => p.Key, p => p.Value)));
        return null;
    }

    private void Describe(string constraint, string expression)
    {
        transaction.OperationParameters["name"] = constraint;
        transaction.OperationParameters["expr"] = expression;
    }

    private static string FieldJson(TableColumn column)
    {
        using var schema = JsonDocument.Parse(SchemaJson.Write(new TableSchema([column])));
        return schema.RootElement.GetProperty("fields")[0].GetRawText();
    }

    private static IReadOnlyList<string> Path(string? text) => text is null ? [] : IndexedLeaves.Parse(text).First();
}
