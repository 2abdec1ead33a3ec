using Lakehouse.Sync.Conformance;

namespace Lakehouse.Online.Sqlite.Tests;

public sealed class SqliteSyncTests : VerifyConformance, IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("online-");

    public void Dispose() => directory.Delete(recursive: true);

    protected override IOnlineStore OpenEmpty() => new SqliteOnlineStore(Path.Combine(directory.FullName, Guid.NewGuid().ToString("N"), "online.db"));
}
