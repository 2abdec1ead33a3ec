namespace Lakehouse.Delta.Acceptance.Tests.Fuzz;

/// <summary>Judges what reading a mutated table gives by the rows of the untouched one.</summary>
internal sealed class FuzzOracle
{
    private readonly FuzzTable table;
    private readonly string log;
    private readonly string rows;
    private readonly HashSet<string> rowsOfVersions;

    private FuzzOracle(FuzzTable table, string log, string rows, HashSet<string> rowsOfVersions)
    {
        this.table = table;
        this.log = log;
        this.rows = rows;
        this.rowsOfVersions = rowsOfVersions;
    }

    /// <summary>Reads all versions of the untouched table.</summary>
    public static async Task<FuzzOracle> OfAsync(FuzzTable table, CancellationToken ct)
    {
        var newest = await table.SnapshotAsync(version: null, ct);
        var versions = new HashSet<string>();
        for (var version = newest.Version; version >= 0; version--)
        {
            try
            {
                versions.Add(await FuzzTable.RowsAsync(await table.SnapshotAsync(version, ct), ct));
            }
            catch (DeltaException)
            {
                // Log clean-up took the version.
            }
        }

        return new FuzzOracle(table, FuzzTable.Log(newest), await FuzzTable.RowsAsync(newest, ct), versions);
    }

    /// <summary>What came of the mutation, and what is wrong with that, or null.</summary>
    /// <param name="mutation">The mutation, which is applied.</param>
    /// <param name="isSampled">Whether rows are read also where any are allowed.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<(string Result, string? Failure)> JudgeAsync(Mutation mutation, bool isSampled, CancellationToken ct)
    {
        try
        {
            var snapshot = await table.SnapshotAsync(version: null, ct);

            // A log of the same meaning need not be proven by its rows again, unless it speaks of deletion vectors, which the text leaves out.
            var isPlainLog = mutation.File.StartsWith("_delta_log/", StringComparison.Ordinal) && table.Files[mutation.File].AsSpan().IndexOf("deletionVector"u8) < 0;
            if (isPlainLog && FuzzTable.Log(snapshot) == log) return ("same log", null);
            if (isPlainLog && mutation.Allowed == Outcome.AnyRowsOrRefusal && !isSampled) return ("another log", null);
            var found = await FuzzTable.RowsAsync(snapshot, ct);
            if (found == rows) return ("same rows", null);
            var ofVersion = rowsOfVersions.Contains(found);
            var allowed = mutation.Allowed == Outcome.AnyRowsOrRefusal || (mutation.Allowed == Outcome.RowsOfAVersionOrRefusal && ofVersion);
            return (ofVersion ? "rows of another version" : "other rows", allowed ? null : $"other rows, where {mutation.Allowed} is allowed");
        }
        catch (DeltaException e)
        {
            return ("refused", mutation.Allowed == Outcome.SameRows ? $"refused: {e.Message}" : e.Message.Contains("lakehouse-fuzz-") ? null : $"does not name the table: {e.Message}");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return ("failed", $"{e}");
        }
    }
}
