using System.Text.Json.Nodes;
using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta.Internal.Committing;

/// <summary>The protocol of a table that is created: for every reader unless a column's type forbids it, with the writer features that it needs.</summary>
internal static class NewProtocol
{
    private const string TimestampNtz = "timestampNtz";

    public static JsonObject Of(TableMetadata metadata)
    {
        string[] features = ["appendOnly", "invariants", "inCommitTimestamp", .. PropertyRules.Features(metadata.Configuration)];
        if (!SchemaRules.UsesTimestampNtz(metadata.Schema)) return new JsonObject { ["minReaderVersion"] = 1, ["minWriterVersion"] = 7, ["writerFeatures"] = Texts(features) };
        return new JsonObject
        {
            ["minReaderVersion"] = 3,
            ["minWriterVersion"] = 7,
            ["readerFeatures"] = Texts([TimestampNtz]),
            ["writerFeatures"] = Texts([.. features, TimestampNtz]),
        };
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);
}
