using System.Runtime.InteropServices;
using System.Text.Json;
using Lakehouse.Delta.Internal.DeletionVectors;

namespace Lakehouse.Delta.Internal.Log;

/// <summary>Reads action lines of commits and checkpoints.</summary>
internal static class ActionParser
{
    /// <summary>Tag by which our own adds keep, through checkpoints, restores and compaction, the version that added their rows.</summary>
    public const string AddedInVersionTag = "lakehouse.addedInVersion";

    private const int FeaturesReaderVersion = 3;
    private const int FeaturesWriterVersion = 7;
    private static readonly string[] Kinds = ["commitInfo", "protocol", "metaData", "add", "remove", "txn", "domainMetadata", "sidecar", "cdc"];
    private static readonly IReadOnlyDictionary<string, string?> NoValues = new Dictionary<string, string?>();

    /// <summary>Reads a whole file of action lines.</summary>
    /// <exception cref="DeltaException">A line is not an action.</exception>
    public static void ParseFile(string table, string file, byte[] content, CommitActions into, bool checkpoint)
    {
        var rest = new ReadOnlyMemory<byte>(content);
        var isEmpty = true;
        for (var line = 1; !rest.IsEmpty; line++)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var text = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (text.Span.Trim(" \r\t"u8).IsEmpty) continue;
            isEmpty = false;
            Parse(table, file, line, text, into, checkpoint);
        }

        // A commit of nothing still says who made it; a file of nothing is one whose content was lost.
        if (isEmpty) throw new DeltaException(DeltaErrorCode.Corrupt, $"Table '{table}': '{file}' is empty. Restore the file from a backup, or read a version before it.");
    }

    /// <summary>Reads one action line.</summary>
    public static void Parse(string table, string file, int line, ReadOnlyMemory<byte> text, CommitActions into, bool checkpoint)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            foreach (var action in document.RootElement.EnumerateObject())
            {
                if (action.Value.ValueKind == JsonValueKind.Object) Add(table, action.Name, action.Value, into, checkpoint);
                else if (action.Value.ValueKind != JsonValueKind.Null && Kinds.Contains(action.Name)) throw new FormatException($"its {action.Name} is no object");
            }
        }
        catch (DeltaException e) when (!e.Message.Contains(table, StringComparison.Ordinal))
        {
            throw new DeltaException(e.Code, $"Table '{table}', line {line} of '{file}': {e.Message}", e);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new DeltaException(
                DeltaErrorCode.Corrupt,
                $"Table '{table}': line {line} of '{file}' is no Delta action ({e.Message}). Restore the file from a backup, or read a version before it.",
                e);
        }
    }

    /// <summary>A text list, empty when absent.</summary>
    /// <exception cref="InvalidOperationException">It is no list of texts.</exception>
    public static IReadOnlyList<string> Strings(JsonElement action, string name) =>
        action.TryGetProperty(name, out var list) && list.ValueKind != JsonValueKind.Null
            ? [.. list.EnumerateArray().Select(e => e.GetString() ?? throw new FormatException($"its {name} has a null"))]
            : [];

    /// <summary>A map from text to text or null, empty when absent.</summary>
    public static IReadOnlyDictionary<string, string?> Map(JsonElement action, string name) => action.TryGetProperty(name, out var map) ? Map(map) : NoValues;

    /// <summary>An object's texts.</summary>
    public static IReadOnlyDictionary<string, string?> Map(JsonElement map)
    {
        if (map.ValueKind == JsonValueKind.Null) return NoValues;
        Dictionary<string, string?>? values = null;
        foreach (var entry in map.EnumerateObject()) (values ??= [])[entry.Name] = entry.Value.GetString();
        return values ?? NoValues;
    }

    /// <summary>A text, or null when absent or of another kind.</summary>
    public static string? Text(JsonElement action, string name) =>
        action.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void Add(string table, string kind, JsonElement action, CommitActions into, bool checkpoint)
    {
        switch (kind)
        {
            case "commitInfo":
                into.CommitInfoJson = action.GetRawText();
                into.InCommitTimestamp = Number(action, "inCommitTimestamp");
                into.TransactionId = Text(action, "txnId");
                break;
            case "protocol":
                into.Protocol = ParseProtocol(action);
                break;
            case "metaData":
                into.Metadata = TableMetadata.Parse(action);
                break;
            case "add":
                into.Adds.Add(ParseAdd(table, action, checkpoint ? null : into.Version));
                break;
            case "cdc":
                into.ChangeFiles.Add(ParseAdd(table, action, into.Version));
                break;
            case "remove":
                into.Removes.Add(ParseRemove(table, action));
                break;
            case "txn":
                into.Transactions.Add(new NamedAction(action.GetProperty("appId").GetString()!, action.GetProperty("version").GetInt64(), Removed: false, action.GetRawText()));
                break;
            case "domainMetadata":
                into.Domains.Add(new NamedAction(action.GetProperty("domain").GetString()!, Version: 0, Flag(action, "removed", whenAbsent: false), action.GetRawText()));
                break;
            case "sidecar":
                into.Sidecars.Add(action.GetProperty("path").GetString()!);
                break;
            default:
                break;
        }
    }

    private static ProtocolAction ParseProtocol(JsonElement action)
    {
        var (reader, writer) = (action.GetProperty("minReaderVersion").GetInt32(), action.GetProperty("minWriterVersion").GetInt32());
        var listed = action.TryGetProperty("readerFeatures", out var features) && features.ValueKind != JsonValueKind.Null;
        if (reader == FeaturesReaderVersion && (writer < FeaturesWriterVersion || !listed))
            throw new FormatException($"a protocol of reader version {reader} needs writer version {FeaturesWriterVersion} and readerFeatures");
        return new ProtocolAction(reader, writer, Strings(action, "readerFeatures"), Strings(action, "writerFeatures"), action.GetRawText());
    }

    private static RemoveAction ParseRemove(string table, JsonElement action)
    {
        var vector = DeletionVector.Parse(action);
        var (dataChange, time) = (Flag(action, "dataChange", whenAbsent: true), Number(action, "deletionTimestamp") ?? 0);
        return new(Key(table, action, vector), dataChange, time, JsonMarshal.GetRawUtf8Value(action).ToArray()) { DeletionVector = vector };
    }

    private static DataFile ParseAdd(string table, JsonElement action, long? version)
    {
        if (Map(action, "tags").TryGetValue(AddedInVersionTag, out var tag) && long.TryParse(tag, out var tagged)) version = tagged;
        var vector = DeletionVector.Parse(action);
        return new DataFile(action.GetProperty("path").GetString()!, Map(action, "partitionValues"), action.GetProperty("size").GetInt64(), Number(action, "modificationTime") ?? 0)
        {
            AddedInVersion = version,
            Key = Key(table, action, vector),
            DeletionVector = vector,
            DataChange = Flag(action, "dataChange", whenAbsent: true),
            Text = AddJson.Keep(action),
        };
    }

    private static FileKey Key(string table, JsonElement action, DeletionVector? vector) =>
        new(DeltaPath.Canonical(table, action.GetProperty("path").GetString()!), vector?.UniqueId);

    /// <summary>A whole number, or null when absent or of another kind.</summary>
    public static long? Number(JsonElement action, string name) =>
        action.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;

    private static bool Flag(JsonElement action, string name, bool whenAbsent) =>
        action.TryGetProperty(name, out var value) ? value.ValueKind == JsonValueKind.True : whenAbsent;
}
