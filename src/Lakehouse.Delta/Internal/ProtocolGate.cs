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

    private static readonly string[] ActiveColumnRules = ["delta.generationExpression", "delta.identity.start", "CURRENT_DEFAULT", "EXISTS_DEFAULT"];

    /// <summary>Throws when the state cannot be read rightly.</summary>
    public static void RequireReadable(string table, TableState state)
    {
        var protocol = state.Protocol;
        if (protocol.MinReaderVersion is < 1 or > 3) throw Unsupported(table, "read", $"reader version {protocol.MinReaderVersion}");
        if (protocol.MinReaderVersion == 3) RequireKnown(table, "read", protocol.ReaderFeatures, ReaderFeatures);
        if (ColumnMappingMode(state) is not ("none" or "name" or "id") and var mode) throw Unsupported(table, "read", $"column mapping mode '{mode}'");
        if (ReadableTypes.FirstUnknown(state.Metadata.Schema.Columns) is { } type) throw Unsupported(table, "read", $"the column type {type}");
        if (TypeChanges.FirstUnknown(state.Metadata) is { } change) throw Unsupported(table, "read", $"the type change {change}");
    }

    /// <summary>Throws when the commit would break one of the table's rules under a protocol: that of the version read, or one that another writer raised since.</summary>
    public static void RequireWritable(Transaction transaction, ProtocolAction protocol)
    {
        var table = transaction.Table.Path;
        RequireWritable(table, protocol, transaction.Metadata);
        if (transaction.RewritesRows && transaction.Metadata.IsTrue("delta.enableChangeDataFeed"))
            throw Unsupported(table, "rewrite rows of", "feature 'changeDataFeed', which is enabled");
        var read = transaction.ReadSnapshot?.State.Metadata ?? transaction.Metadata;
        if (transaction.DataChange && transaction.Removes.Count > 0) RequireNotAppendOnly(table, read);
    }

    /// <summary>Throws when a state cannot be built upon; for work on a table that is no commit of rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="state">Its newest state.</param>
    /// <param name="removes">Whether rows are to be removed.</param>
    public static void RequireWritable(string table, TableState state, bool removes)
    {
        RequireWritable(table, state.Protocol, state.Metadata);
        if (removes) RequireNotAppendOnly(table, state.Metadata);
    }

    private static void RequireWritable(string table, ProtocolAction protocol, TableMetadata metadata)
    {
        if (protocol.MinWriterVersion is < 1 or > 7) throw Unsupported(table, "write", $"writer version {protocol.MinWriterVersion}");
        if (protocol.MinWriterVersion == 7) RequireKnown(table, "write", protocol.WriterFeatures, WriterFeatures);
        foreach (var rule in ActiveColumnRules)
        {
            if (metadata.SchemaString.Contains($"\"{rule}\"", StringComparison.Ordinal)) throw Unsupported(table, "write", $"the column rule '{rule}'");
        }
    }

    private static void RequireNotAppendOnly(string table, TableMetadata metadata)
    {
        if (metadata.IsTrue("delta.appendOnly"))
            throw new DeltaException(DeltaErrorCode.UnsupportedFeature, $"Table '{table}' is append-only (delta.appendOnly=true): rows cannot be removed.");
    }

    /// <summary>none, name or id; the property counts only where the protocol knows it.</summary>
    public static string ColumnMappingMode(TableState state) => ColumnMappingMode(state.Protocol, state.Metadata);

    /// <summary>The same of a protocol and metadata.</summary>
    public static string ColumnMappingMode(ProtocolAction protocol, TableMetadata metadata)
    {
        var known = protocol.MinReaderVersion == 2 || (protocol.MinReaderVersion == 3 && protocol.ReaderFeatures.Contains("columnMapping"));
        return known && metadata.Configuration.TryGetValue("delta.columnMapping.mode", out var mode) ? mode.ToLowerInvariant() : "none";
    }

    private static void RequireKnown(string table, string action, IReadOnlyList<string> wanted, HashSet<string> known)
    {
        var unknown = wanted.Where(f => !known.Contains(f)).ToList();
        if (unknown.Count > 0) throw Unsupported(table, action, $"feature {string.Join(", ", unknown.Select(f => $"'{f}'"))}");
    }

    private static DeltaException Unsupported(string table, string action, string what) =>
        new(DeltaErrorCode.UnsupportedFeature, $"Table '{table}' needs {what} to {action} it, which is not supported. Use an engine that supports it.");
}
