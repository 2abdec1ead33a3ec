using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta.Internal;

/// <summary>Refuses tables whose protocol asks for more than is supported, naming what (Delta protocol, §Table Features).</summary>
internal static class ProtocolGate
{
    private static readonly HashSet<string> ReaderFeatures =
        ["columnMapping", "deletionVectors", "timestampNtz", "typeWidening", "typeWidening-preview", "v2Checkpoint", "vacuumProtocolCheck"];

    private static readonly HashSet<string> WriterFeatures =
    [
        "appendOnly", "invariants", "checkConstraints", "generatedColumns", "identityColumns", "allowColumnDefaults", "changeDataFeed", "columnMapping", "deletionVectors",
        "domainMetadata", "inCommitTimestamp", "timestampNtz", "v2Checkpoint", "vacuumProtocolCheck",
    ];

    private static readonly string[] ActiveColumnRules = ["delta.invariants", "delta.generationExpression", "delta.identity.start", "CURRENT_DEFAULT", "EXISTS_DEFAULT"];

    /// <summary>Throws when the state cannot be read rightly.</summary>
    public static void RequireReadable(string table, TableState state)
    {
        var protocol = state.Protocol;
        if (protocol.MinReaderVersion is < 1 or > 3) throw Unsupported(table, "read", $"reader version {protocol.MinReaderVersion}");
        if (protocol.MinReaderVersion == 3) RequireKnown(table, "read", protocol.ReaderFeatures, ReaderFeatures);
        if (ColumnMappingMode(state) is not ("none" or "name" or "id") and var mode) throw Unsupported(table, "read", $"column mapping mode '{mode}'");
        if (TypeChanges.FirstUnknown(state.Metadata) is { } change) throw Unsupported(table, "read", $"the type change {change}");
        if (state.HasDeletionVectors) throw Unsupported(table, "read", "feature 'deletionVectors'");
    }

    /// <summary>Throws when a commit on the state would break one of the table's rules.</summary>
    /// <param name="table">The table.</param>
    /// <param name="state">Its newest state.</param>
    /// <param name="removes">Whether the commit removes rows.</param>
    public static void RequireWritable(string table, TableState state, bool removes)
    {
        var protocol = state.Protocol;
        if (protocol.MinWriterVersion is < 1 or > 7) throw Unsupported(table, "write", $"writer version {protocol.MinWriterVersion}");
        if (protocol.MinWriterVersion == 7) RequireKnown(table, "write", protocol.WriterFeatures, WriterFeatures);
        if (ColumnMappingMode(state) != "none") throw Unsupported(table, "write", "feature 'columnMapping'");
        var metadata = state.Metadata;
        if (metadata.IsTrue("delta.enableChangeDataFeed")) throw Unsupported(table, "write", "feature 'changeDataFeed', which is enabled");
        if (metadata.Configuration.Keys.FirstOrDefault(k => k.StartsWith("delta.constraints.", StringComparison.OrdinalIgnoreCase)) is { } constraint)
            throw Unsupported(table, "write", $"feature 'checkConstraints' ({constraint})");
        foreach (var rule in ActiveColumnRules)
        {
            if (metadata.SchemaString.Contains($"\"{rule}\"", StringComparison.Ordinal)) throw Unsupported(table, "write", $"the column rule '{rule}'");
        }

        if (removes && metadata.IsTrue("delta.appendOnly"))
            throw new DeltaException(DeltaErrorCode.UnsupportedFeature, $"Table '{table}' is append-only (delta.appendOnly=true): rows cannot be removed.");
    }

    /// <summary>none, name or id; the property counts only where the protocol knows it.</summary>
    public static string ColumnMappingMode(TableState state)
    {
        var known = state.Protocol.MinReaderVersion == 2 || (state.Protocol.MinReaderVersion == 3 && state.Protocol.ReaderFeatures.Contains("columnMapping"));
        return known && state.Metadata.Configuration.TryGetValue("delta.columnMapping.mode", out var mode) ? mode.ToLowerInvariant() : "none";
    }

    private static void RequireKnown(string table, string action, IReadOnlyList<string> wanted, HashSet<string> known)
    {
        var unknown = wanted.Where(f => !known.Contains(f)).ToList();
        if (unknown.Count > 0) throw Unsupported(table, action, $"feature {string.Join(", ", unknown.Select(f => $"'{f}'"))}");
    }

    private static DeltaException Unsupported(string table, string action, string what) =>
        new(DeltaErrorCode.UnsupportedFeature, $"Table '{table}' needs {what} to {action} it, which is not supported. Use an engine that supports it.");
}
