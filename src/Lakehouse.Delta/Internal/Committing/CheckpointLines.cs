using System.Buffers;
using System.Text;
using System.Text.Json;
using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta.Internal.Committing;

/// <summary>Writes a state's actions as the lines of JSON of which DuckDB makes a checkpoint, without holding more than a few of them as text.</summary>
internal sealed class CheckpointLines : IDisposable
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Fields that removes in checkpoints do not have.</summary>
    private static readonly HashSet<string> DroppedOfRemoves = ["tags", "stats"];

    private readonly FileStream file;
    private readonly ArrayBufferWriter<byte> buffer = new(2 * BufferBytes);
    private readonly Utf8JsonWriter json;

    /// <param name="path">The file to write.</param>
    public CheckpointLines(string path)
    {
        file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        json = new Utf8JsonWriter(buffer, JsonText.Compact);
    }

    /// <summary>Number of lines.</summary>
    public long Actions { get; private set; }

    /// <summary>Fields that the checkpoint must have beyond the protocol's.</summary>
    public UnknownFields Unknown { get; } = new();

    /// <summary>Writes the whole state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="cutoffMillis">Removes up to then are no longer named, in milliseconds since the epoch.</param>
    /// <param name="ct">Cancels the writing.</param>
    public void Write(TableState state, long cutoffMillis, CancellationToken ct)
    {
        Line("protocol", Encoding.UTF8.GetBytes(state.Protocol.Json));
        Line("metaData", Encoding.UTF8.GetBytes(state.Metadata.Json));
        foreach (var txn in state.Transactions) Line("txn", Encoding.UTF8.GetBytes(txn.Json));
        foreach (var domain in state.Domains) Line("domainMetadata", Encoding.UTF8.GetBytes(domain.Json));
        foreach (var remove in state.Tombstones)
        {
            ct.ThrowIfCancellationRequested();
            if (remove.DeletionTimestamp > cutoffMillis) Line("remove", remove.Utf8);
        }

        foreach (var add in state.LiveFiles())
        {
            ct.ThrowIfCancellationRequested();
            Begin("add");
            AddJson.Write(json, add, dataChange: false, Unknown);
            End();
        }

        Flush();
    }

    public void Dispose()
    {
        json.Dispose();
        file.Dispose();
    }

    private void Line(string kind, ReadOnlyMemory<byte> action)
    {
        using var document = JsonDocument.Parse(action);
        Begin(kind);
        json.WriteStartObject();
        foreach (var field in document.RootElement.EnumerateObject())
        {
            if (field.Value.ValueKind == JsonValueKind.Null || (kind == "remove" && DroppedOfRemoves.Contains(field.Name))) continue;
            Unknown.Observe(kind, field.Name, field.Value);
            field.WriteTo(json);
        }

        json.WriteEndObject();
        End();
    }

    private void Begin(string kind)
    {
        json.Reset();
        json.WriteStartObject();
        json.WritePropertyName(kind);
        Actions++;
    }

    private void End()
    {
        json.WriteEndObject();
        json.Flush();
        buffer.Write("\n"u8);
        if (buffer.WrittenCount > BufferBytes) Flush();
    }

    private void Flush()
    {
        file.Write(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
    }
}
