using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta.Internal;

/// <summary>Which table properties may be set, and to what.</summary>
/// <remarks>
/// 1. Keys that do not begin with <c>delta.</c> are the user's own. Unknown keys that do are refused, as by Spark: a typo would be kept for ever.
/// 2. A property that needs a table feature is refused where the protocol lacks it, for the protocol is never changed; a new table gets the feature.
/// 3. In-commit timestamps and column mapping are chosen when a table is created; the clock of a table's commits must not change under its readers.
/// </remarks>
internal static class PropertyRules
{
    public const string ConstraintPrefix = "delta.constraints.";
    private const string InCommitTimestamps = "delta.enableInCommitTimestamps";

    /// <summary>The properties of a table that is created.</summary>
    public static Dictionary<string, string> ForNewTable(string table, TableSchema schema, IReadOnlyDictionary<string, string> configuration)
    {
        var properties = new Dictionary<string, string>();
        foreach (var (key, value) in configuration)
        {
            if (IsOwnClock(key, value)) continue;
            var name = IsConstraint(key) ? ConstraintKey(table, schema, key, value) : KnownProperties.Require(table, schema, key, value);
            properties[name] = value;
        }

        properties[InCommitTimestamps] = "true";
        return properties;
    }

    /// <summary>The properties of a table that takes another's place: the given ones and the clock of the old one.</summary>
    public static Dictionary<string, string> ForReplacement(string table, TableState state, IReadOnlyDictionary<string, string> configuration)
    {
        SchemaRules.RequireUnmapped(table, state);
        var kept = state.Metadata.Configuration.Where(p => p.Key.StartsWith("delta.inCommitTimestamp", StringComparison.Ordinal) || p.Key == InCommitTimestamps);
        return Changed(table, state, new Dictionary<string, string>(kept), configuration.Where(p => !IsOwnClock(p.Key, p.Value)), state.Metadata.Schema);
    }

    /// <summary>A table's properties after some were set and others dropped.</summary>
    /// <exception cref="DeltaException">A property is unknown, has a value that it cannot have, or needs a feature that the protocol lacks.</exception>
    public static Dictionary<string, string> Change(string table, TableState state, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> unset)
    {
        foreach (var key in unset)
        {
            if (KnownProperties.IsFixed(key) || IsConstraint(key)) throw KnownProperties.Refused(table, key, Advice(key));
        }

        var before = state.Metadata.Configuration.Where(p => !unset.Contains(p.Key, StringComparer.OrdinalIgnoreCase));
        return Changed(table, state, new Dictionary<string, string>(before), set, state.Metadata.Schema);
    }

    /// <summary>The writer features that properties of a new table need.</summary>
    public static IEnumerable<string> Features(IReadOnlyDictionary<string, string> configuration)
    {
        if (configuration.Any(p => KnownProperties.FeatureOf(p.Key, p.Value) == "changeDataFeed")) yield return "changeDataFeed";
        if (configuration.Keys.Any(IsConstraint)) yield return "checkConstraints";
    }

    /// <summary>True where the protocol lets writers keep a feature.</summary>
    public static bool Allows(ProtocolAction protocol, string feature) => protocol.MinWriterVersion == 7
        ? protocol.WriterFeatures.Contains(feature)
        : protocol.MinWriterVersion >= (feature switch
        {
            "appendOnly" or "invariants" => 2,
            "checkConstraints" => 3,
            "changeDataFeed" => 4,
            _ => int.MaxValue,
        });

    public static bool IsConstraint(string key) => key.StartsWith(ConstraintPrefix, StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string> Changed(
        string table, TableState state, Dictionary<string, string> properties, IEnumerable<KeyValuePair<string, string>> set, TableSchema schema)
    {
        foreach (var (key, value) in set)
        {
            if (IsConstraint(key)) throw KnownProperties.Refused(table, key, Advice(key));
            var name = KnownProperties.Require(table, schema, key, value);
            if (KnownProperties.FeatureOf(name, value) is { } feature && !Allows(state.Protocol, feature))
                throw KnownProperties.Refused(table, name, $"it needs the table feature '{feature}', which the table was created without");
            properties[name] = value;
        }

        return properties;
    }

    private static string ConstraintKey(string table, TableSchema schema, string key, string value)
    {
        _ = TableConstraints.Parse(table, key[ConstraintPrefix.Length..], value, schema);
        return ConstraintPrefix + key[ConstraintPrefix.Length..].ToLowerInvariant();
    }

    private static bool IsOwnClock(string key, string value) => key == InCommitTimestamps && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    private static string Advice(string key) => IsConstraint(key) ? "add or drop a constraint by its own operation" : "it is chosen when the table is created";
}
