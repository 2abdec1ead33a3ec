using System.Security.Cryptography;
using DuckDB.NET.Data;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Pipelines.Training;

namespace Lakehouse.Pipelines.Internal.Training;

/// <summary>Copies a spine into the lake with typed keys, so that the set can be rebuilt when its author's file is gone.</summary>
internal static class SpineCopy
{
    public const string RowColumn = "spine_row";
    public const string TimestampColumn = "timestamp";
    private const string Raw = "spine_raw";

    /// <exception cref="JobException">A column is missing, has another type, or holds text that is no value of its type.</exception>
    public static async Task<SpineTable> WriteAsync(JobContext context, SetDefinition set, SpineSource source, string name, CancellationToken ct)
    {
        using var session = new DuckDbSession(new DuckDbOptions { Threads = context.Lake.Settings.Threads, MemoryLimit = context.Lake.Settings.MemoryLimit });
        Field[] typed = [.. set.Keys, new(TimestampColumn, DataType.Timestamp), .. set.Inputs];
        var columns = await LoadAsync(context, session, set, source, typed, ct);

        var table = context.Lake.Table(TrainingStore.SpineName(name));
        var schema = new TableSchema([.. columns.Select(c => new TableColumn(c.Name, c.Type)), new(RowColumn, new PrimitiveType("long"), Nullable: false)]);
        var query = $"SELECT {string.Join(", ", columns.Select(c => $"{c.Expression} AS {DuckDbSession.Identifier(c.Name)}"))}, rowid AS {RowColumn} FROM {Raw} ORDER BY rowid";
        for (var attempt = 0; attempt < 10; attempt++)
        {
            var transaction = await BeginAsync(table, schema, ct);
            var rows = await transaction.WriteQueryAsync(session, query, options: null, ct);
            if (await transaction.CommitAsync(ct) is not Committed committed) continue;
            var digest = await DigestAsync(await table.GetSnapshotAsync(committed.Version, ct), ct);
            return new(TrainingStore.SpineName(name), committed.Version, digest, rows, [.. columns.Select(c => c.Name)]);
        }

        throw new JobException(1, $"Another build of training set {name} is writing its spine. Wait for it, or choose another name.");
    }

    /// <summary>A SELECT over the copy in spine order, without the position.</summary>
    public static async Task<string> ReadSqlAsync(Snapshot snapshot, DuckDbSession session, CancellationToken ct) =>
        $"SELECT * EXCLUDE ({RowColumn}) FROM {await snapshot.Scan().ToSqlAsync(session, ct)} AS spine ORDER BY spine.{RowColumn}";

    private static async Task<IReadOnlyList<SpineColumn>> LoadAsync(
        JobContext context, DuckDbSession session, SetDefinition set, SpineSource source, Field[] typed, CancellationToken ct)
    {
        try
        {
            using var scratch = new ScratchDirectory();
            var input = await SpineInput.OpenAsync(context, session, source, typed, scratch, ct);
            session.Execute($"CREATE TEMP TABLE {Raw} AS SELECT * FROM {input.Sql}", ct);
            var columns = SpineColumn.Plan(SpineInput.Describe(session, Raw), set, typed, input.IsText, source.Name);
            foreach (var column in columns) column.Check(session, Raw, source.Name);
            return columns;
        }
        catch (DuckDBException e)
        {
            throw new JobException(1, $"The spine {source.Name} cannot be read: it is not complete, or a row does not fit its columns. Nothing was built.", e);
        }
    }

    private static async Task<Transaction> BeginAsync(DeltaTable table, TableSchema schema, CancellationToken ct)
    {
        if (!await table.ExistsAsync(ct)) return table.Create(schema);
        var transaction = table.Begin(await table.GetSnapshotAsync(version: null, ct), "WRITE");
        transaction.RemoveAll();
        transaction.SetSchema(schema);
        return transaction;
    }

    private static async Task<string> DigestAsync(Snapshot snapshot, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in snapshot.Files)
        {
            await using var stream = await snapshot.OpenFileAsync(file, ct);
            hash.AppendData(await SHA256.HashDataAsync(stream, ct));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
