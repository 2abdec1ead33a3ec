using Lakehouse.Delta.Acceptance.Tests.Cases;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Maintenance;

namespace Lakehouse.Delta.Acceptance.Tests;

/// <summary>
/// Tables written by other systems survive maintenance: a check never crashes, and after compaction and a vacuum down to the newest version they give the rows that their cases name.
/// </summary>
/// <remarks>Every seventh case, and those with deletion vectors, odd paths or partitions; all of them with LAKEHOUSE_ALL_CASES=1.</remarks>
public sealed class ForeignMaintenanceTests(CaseArchive archive) : IClassFixture<CaseArchive>
{
    private const int Every = 7;
    private static readonly string[] Telling = ["dv", "deletion-vector", "escape", "special", "null-partition", "percent"];

    public static TheoryData<string> Ids => [.. CaseArchive.Manifest.Cases.Select(c => c.Id).Where((id, i) => IsChosen(id, i))];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task OptimizeAndVacuum_ForeignTable_KeepsItsRows(string id)
    {
        var ct = TestContext.Current.CancellationToken;
        var @case = CaseArchive.Find(id);
        using var scratch = new ScratchTable(archive.Root, @case);
        var table = DeltaTable.ForPath(scratch.Path);
        var before = await table.CheckAsync(new CheckOptions { Engine = new DuckDbOptions { Threads = 1 } }, ct);
        var readable = @case.Checks.Where(c => c is { Kind: "rows", Version: null }).ToList();
        if (readable.Count > 0) before.Findings.Where(f => f.Severity == CheckSeverity.Error && f.Kind is "snapshot" or "file" or "deletion vector").Should().BeEmpty();

        if (!await TryMaintainAsync(table, ct)) return;

        (await table.CheckAsync(ct: ct)).Version.Should().NotBeNull();
        using var session = new DuckDbSession(new DuckDbOptions { Threads = 1 });
        foreach (var check in readable) await new CheckRunner(archive.Root, @case, scratch.Path).RunAsync(check, session, ct);
        (await table.GetSnapshotAsync(ct: ct)).Files.Where(f => f.HasDeletionVector).Should().BeEmpty();
    }

    private static bool IsChosen(string id, int position) =>
        Environment.GetEnvironmentVariable("LAKEHOUSE_ALL_CASES") == "1" || position % Every == 0 || Telling.Any(t => id.Contains(t, StringComparison.Ordinal));

    /// <summary>False for a table that asks its writers for more than is supported, or that cannot be read.</summary>
    private static async Task<bool> TryMaintainAsync(DeltaTable table, CancellationToken ct)
    {
        try
        {
            await table.OptimizeAsync(ct: ct);
            await table.VacuumAsync(new VacuumOptions { Retention = TimeSpan.Zero, AllowShorterRetention = true }, ct);
            return true;
        }
        catch (DeltaException e) when (e.Code is DeltaErrorCode.UnsupportedFeature or DeltaErrorCode.Corrupt or DeltaErrorCode.FileMissing or DeltaErrorCode.VersionNotFound)
        {
            return false;
        }
    }
}
