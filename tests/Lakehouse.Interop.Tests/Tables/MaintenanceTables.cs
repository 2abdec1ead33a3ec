using Lakehouse.Delta;
using Lakehouse.Delta.Maintenance;

namespace Lakehouse.Interop.Tests.Tables;

/// <summary>Tables after upkeep.</summary>
internal static class MaintenanceTables
{
    public static readonly Dictionary<string, Func<TableWriter, Task>> Writers = new()
    {
        ["optimize, plain and sorted"] = async t =>
        {
            await t.CreateAsync(TableWriter.IdAndText, TableWriter.Ids(0, 3));
            await t.AppendAsync(TableWriter.Ids(10, 3));
            (await t.Table.OptimizeAsync(ct: TableWriter.Cancel)).Should().NotBeNull();
            await t.AppendAsync(TableWriter.Ids(5, 2));
            await t.Table.OptimizeAsync(new OptimizeOptions { SortBy = ["id"] }, TableWriter.Cancel);
        },
        ["optimize of nasty partitions"] = async t =>
        {
            var schema = TableWriter.Columns(("id", "long"), ("p", "string"));
            await t.CreateAsync(schema, Extremes.NastyTexts, ["p"]);
            await t.AppendAsync(Extremes.NastyTexts);
            await t.Table.OptimizeAsync(ct: TableWriter.Cancel);
        },
        ["restore"] = async t =>
        {
            await t.CreateAsync(TableWriter.IdAndText, TableWriter.Ids(0, 3), null, ("delta.checkpointInterval", "2"));
            await t.AppendAsync(TableWriter.Ids(10, 3));
            await t.WriteAsync("WRITE", x =>
            {
                x.RemoveAll();
                return x.WriteQueryAsync(t.Session, TableWriter.Ids(20, 1), ct: TableWriter.Cancel);
            });
            await t.Table.RestoreAsync(new RestoreOptions { Version = 1 }, TableWriter.Cancel);
        },
        ["vacuum that spares what the log still names"] = async t =>
        {
            await t.CreateAsync(TableWriter.IdAndText, TableWriter.Ids(0, 3));
            await t.AppendAsync(TableWriter.Ids(10, 3));
            await File.WriteAllTextAsync(Path.Combine(t.Path, "part-orphan.parquet"), "rubbish", TableWriter.Cancel);
            File.SetLastWriteTimeUtc(Path.Combine(t.Path, "part-orphan.parquet"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            await t.Table.VacuumAsync(ct: TableWriter.Cancel);
        },
        ["log shortened behind a checkpoint"] = async t =>
        {
            var old = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(-90));
            var then = DeltaTable.ForPath(t.Path, old);
            var created = then.Create(TableWriter.IdAndText, configuration: new Dictionary<string, string> { ["delta.checkpointInterval"] = "2" });
            await created.WriteQueryAsync(t.Session, TableWriter.Ids(0, 2), ct: TableWriter.Cancel);
            await created.CommitAsync(TableWriter.Cancel);
            for (var i = 1; i < 6; i++)
            {
                old.Advance(TimeSpan.FromDays(1));
                var append = then.Begin(await then.GetSnapshotAsync(ct: TableWriter.Cancel), "WRITE");
                await append.WriteQueryAsync(t.Session, TableWriter.Ids(i * 10, 1), ct: TableWriter.Cancel);
                await append.CommitAsync(TableWriter.Cancel);
            }

            (await t.Table.CleanUpLogAsync(ct: TableWriter.Cancel)).Files.Should().NotBeEmpty();
            await t.AppendAsync(TableWriter.Ids(100, 1));
        },
    };
}
