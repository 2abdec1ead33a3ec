using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Internal.DeletionVectors;

namespace Lakehouse.Delta.Internal.Log;

/// <summary>Turns rows of a <see cref="CheckpointQuery"/> into actions.</summary>
/// <remarks>The texts of a chunk's adds lie in one buffer, and adds of one partition share their partition values.</remarks>
/// <param name="table">The table's path.</param>
/// <param name="file">The checkpoint, for messages.</param>
/// <param name="actions">Where the actions go.</param>
internal sealed class CheckpointRows(string table, string file, CommitActions actions)
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, string?>> partitions = [];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(DuckDbChunk chunk)
    {
        var length = 0;
        for (var row = 0; row < chunk.Rows; row++) length += Length(chunk, CheckpointQuery.Stats, row) + Length(chunk, CheckpointQuery.Others, row);
        var buffer = GC.AllocateUninitializedArray<byte>(length);
        var used = 0;
        for (var row = 0; row < chunk.Rows; row++)
        {
            if (chunk.IsValid(CheckpointQuery.Path, row)) actions.Adds.Add(Add(chunk, row, Keep(chunk, row, buffer, ref used)));
            else if (chunk.IsValid(CheckpointQuery.Action, row))
                ActionParser.Parse(table, file, row + 1, chunk.Bytes(CheckpointQuery.Action, row).ToArray(), actions, checkpoint: true);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private DataFile Add(DuckDbChunk chunk, int row, AddText text)
    {
        if (!chunk.IsValid(CheckpointQuery.Size, row)) throw Malformed("an add has no size");
        var path = Encoding.UTF8.GetString(chunk.Bytes(CheckpointQuery.Path, row));
        var vector = Vector(chunk, row, text);
        return new DataFile(
            path,
            PartitionValues(chunk, row),
            chunk.Int64s(CheckpointQuery.Size)[row],
            chunk.IsValid(CheckpointQuery.ModificationTime, row) ? chunk.Int64s(CheckpointQuery.ModificationTime)[row] : 0)
        {
            AddedInVersion = chunk.IsValid(CheckpointQuery.AddedInVersion, row) ? chunk.Int64s(CheckpointQuery.AddedInVersion)[row] : null,
            Key = new FileKey(DeltaPath.Canonical(table, path), vector?.UniqueId),
            DeletionVector = vector,
            DataChange = !chunk.IsValid(CheckpointQuery.DataChange, row) || chunk.Bools(CheckpointQuery.DataChange)[row] != 0,
            Text = text,
        };
    }

    private DeletionVector? Vector(DuckDbChunk chunk, int row, AddText text)
    {
        if (!chunk.IsValid(CheckpointQuery.HasDeletionVector, row) || chunk.Bools(CheckpointQuery.HasDeletionVector)[row] == 0) return null;
        try
        {
            using var others = JsonDocument.Parse(text.Others);
            return DeletionVector.Parse(others.RootElement);
        }
        catch (FormatException e)
        {
            throw Malformed(e.Message);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private IReadOnlyDictionary<string, string?> PartitionValues(DuckDbChunk chunk, int row)
    {
        var json = chunk.IsValid(CheckpointQuery.PartitionValues, row) ? Encoding.UTF8.GetString(chunk.Bytes(CheckpointQuery.PartitionValues, row)) : "{}";
        if (partitions.TryGetValue(json, out var known)) return known;
        using var values = JsonDocument.Parse(json);
        return partitions[json] = ActionParser.Map(values.RootElement);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static AddText Keep(DuckDbChunk chunk, int row, byte[] buffer, ref int used)
    {
        var (stats, others) = (Length(chunk, CheckpointQuery.Stats, row), Length(chunk, CheckpointQuery.Others, row));
        if (stats + others == 0) return default;
        var text = new AddText(buffer, used, stats, others);
        if (stats > 0) chunk.Bytes(CheckpointQuery.Stats, row).CopyTo(buffer.AsSpan(used));
        if (others > 0) chunk.Bytes(CheckpointQuery.Others, row).CopyTo(buffer.AsSpan(used + stats));
        used += stats + others;
        return text;
    }

    private static int Length(DuckDbChunk chunk, int column, int row) => chunk.IsValid(column, row) ? chunk.Bytes(column, row).Length : 0;

    private DeltaException Malformed(string what) =>
        new(DeltaErrorCode.Corrupt, $"Table '{table}': checkpoint '{file}': {what}. If all commits are still there, delete the checkpoint.");
}
