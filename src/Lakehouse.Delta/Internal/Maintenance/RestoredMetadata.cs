using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta.Internal.Maintenance;

/// <summary>The metadata that a table has after it was restored: that of the version, but for what must not go back.</summary>
internal static class RestoredMetadata
{
    private const string MaxColumnId = "delta.columnMapping.maxColumnId";

    /// <summary>The table's clock, by which its commits are ordered.</summary>
    private static readonly string[] Kept =
        ["delta.enableInCommitTimestamps", "delta.inCommitTimestampEnablementVersion", "delta.inCommitTimestampEnablementTimestamp"];

    /// <summary>The metadata to commit; null when the table has it already.</summary>
    /// <exception cref="DeltaException">The version needs what the table's protocol or column mapping does not give any more.</exception>
    public static TableMetadata? Of(DeltaTable table, TableState target, TableState current)
    {
        RequireProtocol(table, target, current);
        var json = JsonNode.Parse(target.Metadata.Json)!.AsObject();
        var configuration = json["configuration"] as JsonObject ?? [];
        json["configuration"] = configuration;
        foreach (var key in Kept)
        {
            if (current.Metadata.Configuration.TryGetValue(key, out var value)) configuration[key] = value;
            else configuration.Remove(key);
        }

        if (Number(current, MaxColumnId) is { } now && !(Number(target, MaxColumnId) >= now)) configuration[MaxColumnId] = now.ToString(CultureInfo.InvariantCulture);
        var before = JsonNode.Parse(current.Metadata.Json);
        var after = JsonText.WithoutNulls(json);
        return JsonNode.DeepEquals(after, JsonText.WithoutNulls(before)) ? null : TableMetadata.Parse(JsonSerializer.SerializeToElement(after));
    }

    private static void RequireProtocol(DeltaTable table, TableState target, TableState current)
    {
        var lost = target.Protocol.ReaderFeatures.Concat(target.Protocol.WriterFeatures).Except(current.Protocol.ReaderFeatures.Concat(current.Protocol.WriterFeatures)).ToList();
        var lowered = target.Protocol.MinReaderVersion > current.Protocol.MinReaderVersion || target.Protocol.MinWriterVersion > current.Protocol.MinWriterVersion;
        var (mapping, wanted) = (ProtocolGate.ColumnMappingMode(current), ProtocolGate.ColumnMappingMode(target));
        var reason = lost.Count > 0 ? $"its protocol has lost the feature {string.Join(", ", lost.Select(f => $"'{f}'"))}"
            : lowered ? "its protocol was lowered"
            : mapping != wanted ? $"its column mapping was '{wanted}' and is '{mapping}'"
            : null;
        if (reason is null) return;
        throw new DeltaException(
            DeltaErrorCode.UnsupportedFeature,
            $"Table '{table.Path}' cannot be restored to version {target.Version}: since then {reason}. Write the rows of that version into a table of their own.");
    }

    private static long? Number(TableState state, string key) =>
        state.Metadata.Configuration.TryGetValue(key, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
