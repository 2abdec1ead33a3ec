using System.Text.Json;
using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta.Internal;

/// <summary>A condition that every row of a table meets; NULL is not enough.</summary>
/// <param name="Name">Its name, for messages.</param>
/// <param name="Condition">The condition.</param>
internal sealed record TableConstraint(string Name, ScanPredicate Condition);

/// <summary>What other engines keep true of rows: CHECK constraints in properties, invariants in column metadata.</summary>
/// <remarks>Delta protocol, §CHECK Constraints, §Column Invariants.</remarks>
internal static class TableConstraints
{
    private const string Invariants = "delta.invariants";

    /// <summary>All of a table's constraints.</summary>
    /// <exception cref="DeltaException">One cannot be evaluated: rows could break it unseen.</exception>
    public static IReadOnlyList<TableConstraint> Of(string table, TableMetadata metadata)
    {
        var constraints = metadata.Configuration.Where(p => PropertyRules.IsConstraint(p.Key))
            .Select(p => Parse(table, p.Key[PropertyRules.ConstraintPrefix.Length..], p.Value, metadata.Schema));
        if (metadata.SchemaString.Contains(Invariants, StringComparison.Ordinal)) constraints = constraints.Concat(InvariantsOf(table, metadata.Schema));
        return [.. constraints];
    }

    /// <summary>A constraint's condition.</summary>
    /// <remarks>Its text is Spark's SQL, where double quotes enclose a text and a backslash escapes: such conditions would be read otherwise here, and are refused.</remarks>
    /// <exception cref="DeltaException">It is not in the grammar of conditions.</exception>
    public static TableConstraint Parse(string table, string name, string expression, TableSchema schema)
    {
        try
        {
            if (expression.AsSpan().IndexOfAny('"', '\\') < 0) return new(name, ScanPredicate.Parse(expression, schema));
        }
        catch (DeltaException e)
        {
            throw Unknown(table, name, expression, e);
        }

        throw Unknown(table, name, expression, cause: null);
    }

    private static IEnumerable<TableConstraint> InvariantsOf(string table, TableSchema schema)
    {
        foreach (var column in schema.Columns)
        {
            if (HasInvariantInside(column.Type)) throw Unknown(table, column.Name, "an invariant of a nested field", cause: null);
            if (column.Metadata(Invariants) is not { } value) continue;
            var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
            yield return Parse(table, $"invariant of {column.Name}", Expression(text) ?? text, schema);
        }
    }

    /// <summary>The expression inside <c>{"expression":{"expression":"x > 3"}}</c>.</summary>
    private static string? Expression(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.GetProperty("expression").GetProperty("expression").GetString();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool HasInvariantInside(DeltaType type) => type switch
    {
        StructType s => s.Fields.Any(f => f.Metadata(Invariants) is not null || HasInvariantInside(f.Type)),
        ArrayType a => HasInvariantInside(a.Element),
        MapType m => HasInvariantInside(m.Key) || HasInvariantInside(m.MapValue),
        _ => false,
    };

    private static DeltaException Unknown(string table, string name, string expression, Exception? cause) => new(
        DeltaErrorCode.UnsupportedFeature,
        $"Table '{table}' has the constraint '{name}' ({expression}), which cannot be evaluated here, so rows cannot be written. "
        + "Write with an engine that can, or drop the constraint."
        + (cause is null ? "" : " " + cause.Message),
        cause);
}
