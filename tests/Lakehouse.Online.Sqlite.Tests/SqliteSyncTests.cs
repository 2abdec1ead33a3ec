using Lakehouse.Features.Definitions;
using Lakehouse.Sync.Conformance;

namespace Lakehouse.Online.Sqlite.Tests;

public sealed class SqliteSyncTests : VerifyConformance, IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("online-");

    public void Dispose() => directory.Delete(recursive: true);

    protected override IOnlineStore OpenEmpty() => new SqliteOnlineStore(Path.Combine(directory.FullName, Guid.NewGuid().ToString("N"), "online.db"));

    protected override Task ForgetAsync(IOnlineStore store, EntityViewDefinition view, IReadOnlyList<OnlineRow> rows) =>
        store.RepairAsync(view, 0, [.. rows.Select(r => new OnlineRepair(r, Wanted: null))], Ct);
}
