using Lakehouse.Delta.Maintenance;

namespace Lakehouse.Delta.Tests.Maintenance;

/// <summary>What tests of maintenance do to a table's files, and shorthands for them.</summary>
internal static class TableFiles
{
    /// <summary>A field of an add action: a deletion vector whose file has no name that could be decoded.</summary>
    public const string BrokenVector = "\"deletionVector\":{\"storageType\":\"u\",\"pathOrInlineDv\":\"none\",\"offset\":1,\"sizeInBytes\":34,\"cardinality\":1}";

    private static readonly VacuumOptions Everything = new() { Retention = TimeSpan.Zero, AllowShorterRetention = true };

    /// <summary>Makes all files of a table, its log included, older.</summary>
    public static void Age(this TestTable table, TimeSpan age)
    {
        foreach (var file in Directory.EnumerateFiles(table.Path, "*", SearchOption.AllDirectories)) File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file) - age);
    }

    /// <summary>Data files on disk, relative to the table.</summary>
    public static IReadOnlyList<string> DataFiles(this TestTable table) =>
    [
        .. Directory.EnumerateFiles(table.Path, "*", SearchOption.AllDirectories)
            .Select(f => System.IO.Path.GetRelativePath(table.Path, f)).Where(f => !f.StartsWith("_delta_log", StringComparison.Ordinal)).Order(),
    ];

    /// <summary>Deletes all that only the versions given need.</summary>
    public static Task<VacuumResult> VacuumAllBut(this TestTable table, params long[] pinned) =>
        table.Table.VacuumAsync(Everything with { Retained = new RetainedVersions(pinned, Since: null) }, TestTable.Cancel);

    public static Task<OptimizeResult> OptimizeAsync(this TestTable table, OptimizeOptions? options = null) => table.Table.OptimizeAsync(options, TestTable.Cancel);

    public static async Task<Snapshot> NewestAsync(this TestTable table) => await table.Table.GetSnapshotAsync(ct: TestTable.Cancel);
}
