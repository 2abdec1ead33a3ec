using Lakehouse.Azure.Tests.Emulator;
using Lakehouse.Delta;
using Lakehouse.Delta.Storage.Azure;

namespace Lakehouse.Azure.Tests.Tables;

/// <summary>A table of one column in an account, with shorthands to write and read it.</summary>
/// <param name="options">How the account is reached.</param>
/// <param name="localDirectory">Below it the cache lies.</param>
/// <param name="name">The table's directory.</param>
internal sealed class AzureTable(AzureStorageOptions options, string localDirectory, string name)
{
    private static readonly TableSchema Schema = new([new("id", new PrimitiveType("long"), Nullable: false)]);

    /// <summary>A handle of its own, as another process would have.</summary>
    public DeltaTable Open() => DeltaTable.ForPath(Development.Location(name).ToString(), storage: Development.Tables(options, localDirectory));

    public static async Task CreateAsync(DeltaTable table, CancellationToken ct, int checkpointInterval = 10)
    {
        var transaction = table.Create(Schema, configuration: new Dictionary<string, string> { ["delta.checkpointInterval"] = $"{checkpointInterval}" });
        (await transaction.CommitAsync(ct)).Should().BeOfType<Committed>();
    }

    /// <summary>Appends one row.</summary>
    public static async Task<CommitResult> AppendAsync(DeltaTable table, long id, string? writer, CancellationToken ct)
    {
        var transaction = table.Begin(await table.GetSnapshotAsync(ct: ct), "WRITE");
        transaction.UserMetadata = writer;
        await using (var rows = transaction.OpenWriter())
        {
            rows.Columns[0].AppendInt64(id);
            rows.EndRow();
            await rows.CloseAsync(ct);
        }

        return await transaction.CommitAsync(ct);
    }

    public static async Task<List<long>> ReadAsync(DeltaTable table, long? version = null)
    {
        var ids = new List<long>();
        await foreach (var row in (await table.GetSnapshotAsync(version, Development.Cancel)).Scan().ReadRowsAsync(Development.Cancel)) ids.Add((long)row[0]!);
        return ids;
    }
}
