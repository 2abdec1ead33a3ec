using System.Text;
using System.Text.Json.Nodes;
using Lakehouse.Delta.Internal.Log;
using Lakehouse.Delta.Internal.Writing;

namespace Lakehouse.Delta.Internal.Committing;

/// <summary>The lines of a commit file: commitInfo first, then protocol, metadata, txn, removes and adds.</summary>
internal static class CommitText
{
    private const string EngineInfo = "Lakehouse/0.1.0";

    /// <summary>The commit as one attempt writes it.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="transactionId">By which the writer knows its own commit again.</param>
    /// <param name="version">The version tried.</param>
    /// <param name="timestampMillis">The attempt's commit time.</param>
    /// <param name="inCommitTimestamps">Whether the table counts it.</param>
    public static byte[] Build(Transaction transaction, string transactionId, long version, long timestampMillis, bool inCommitTimestamps)
    {
        var text = new StringBuilder();
        Append(text, "commitInfo", CommitInfo(transaction, transactionId, timestampMillis, inCommitTimestamps));
        if (transaction.ReadSnapshot is null) Append(text, "protocol", NewProtocol.Of(transaction.Metadata));
        if (transaction.ReadSnapshot is null || transaction.ChangesMetadata) Append(text, "metaData", JsonNode.Parse(transaction.Metadata.Json)!);
        if (transaction.Application is { } application)
            Append(text, "txn", new JsonObject { ["appId"] = application.AppId, ["version"] = application.Version, ["lastUpdated"] = timestampMillis });
        foreach (var file in transaction.Removes) Append(text, "remove", Remove(file, timestampMillis, transaction.DataChange));
        foreach (var file in transaction.Adds) Append(text, "add", Add(file, version, transaction.DataChange));
        foreach (var file in transaction.AddsAgain) Append(text, "add", AddAgain(file, transaction.DataChange));
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Append(StringBuilder text, string kind, JsonNode action) => text.Append(new JsonObject { [kind] = action }.ToJsonString(JsonText.Options)).Append('\n');

    private static JsonObject CommitInfo(Transaction transaction, string transactionId, long timestampMillis, bool inCommitTimestamps)
    {
        var info = new JsonObject();
        if (inCommitTimestamps) info["inCommitTimestamp"] = timestampMillis;
        info["timestamp"] = timestampMillis;
        info["operation"] = OperationText.Name(transaction);
        info["operationParameters"] = Texts(OperationText.Parameters(transaction));
        if (transaction.ReadSnapshot is { } read) info["readVersion"] = read.Version;
        info["isolationLevel"] = !transaction.DataChange ? "SnapshotIsolation" : ConflictCheck.IsWriteSerializable(transaction.Metadata) ? "WriteSerializable" : "Serializable";
        info["isBlindAppend"] = transaction.IsBlindAppend;
        info["operationMetrics"] = Texts(OperationText.Metrics(transaction));
        if (transaction.UserMetadata is { } userMetadata) info["userMetadata"] = userMetadata;
        info["engineInfo"] = EngineInfo;
        info["txnId"] = transactionId;
        return info;
    }

    private static JsonObject Texts(IEnumerable<KeyValuePair<string, string>> texts) => new(texts.Select(p => KeyValuePair.Create<string, JsonNode?>(p.Key, p.Value)));

    private static JsonObject Remove(DataFile file, long timestampMillis, bool dataChange)
    {
        var add = JsonNode.Parse(file.Json)!.AsObject();
        var remove = new JsonObject
        {
            ["path"] = file.Path,
            ["deletionTimestamp"] = timestampMillis,
            ["dataChange"] = dataChange,
            ["extendedFileMetadata"] = true,
            ["partitionValues"] = add["partitionValues"]?.DeepClone() ?? new JsonObject(),
            ["size"] = file.Size,
        };
        foreach (var kept in (string[])["tags", "deletionVector", "baseRowId", "defaultRowCommitVersion"])
        {
            if (add[kept] is { } value) remove[kept] = value.DeepClone();
        }

        return remove;
    }

    private static JsonObject Add(PendingFile file, long version, bool dataChange)
    {
        var tags = new JsonObject { [ActionParser.AddedInVersionTag] = $"{version}" };
        foreach (var tag in file.Tags ?? new Dictionary<string, string>()) tags[tag.Key] = tag.Value;
        return new JsonObject
        {
            ["path"] = DeltaPath.Encode(file.Path),
            ["partitionValues"] = new JsonObject(file.PartitionValues.Select(p => KeyValuePair.Create<string, JsonNode?>(p.Key, p.Value))),
            ["size"] = file.Size,
            ["modificationTime"] = file.ModificationTimeMillis,
            ["dataChange"] = dataChange,
            ["stats"] = file.Stats,
            ["tags"] = tags,
        };
    }

    private static JsonObject AddAgain(DataFile file, bool dataChange)
    {
        var add = JsonText.WithoutNulls(JsonNode.Parse(file.Json));
        if (add["deletionVector"] is { } vector) add["deletionVector"] = JsonText.WithoutNulls(vector);
        add["dataChange"] = dataChange;
        return add;
    }
}
