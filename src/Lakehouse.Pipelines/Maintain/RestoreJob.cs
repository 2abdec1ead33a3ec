using Lakehouse.Delta;
using Lakehouse.Delta.Maintenance;
using Lakehouse.Engine;
using Lakehouse.Pipelines.Internal;
using Lakehouse.Pipelines.Internal.Maintain;

namespace Lakehouse.Pipelines.Maintain;

/// <summary>Brings a table of a lake back to a version, where that has a meaning.</summary>
/// <remarks>
/// Silver may go back: the commit says again how far silver had come then, and the next conform goes on from there. The others may not: bronze would keep its record of files whose
/// rows are gone, gold would lose what was known at an instant, quarantine and catalog would forget.
/// </remarks>
public static class RestoreJob
{
    /// <summary>Restores a table.</summary>
    /// <exception cref="JobException">The table is not one that may go back.</exception>
    public static async Task<RestoreResult> RunAsync(JobContext context, string table, RestoreOptions options, CancellationToken ct)
    {
        var name = new LakeTableName(table);
        if (Refusal(name) is { } reason) throw new JobException(3, $"{table} is not restored: {reason}");
        RestoreResult? result = null;
        await RunRecorder.RunAsync(context, "restore", table, async details =>
        {
            result = await RestoreAsync(context, name, options, ct);
            details.Parameters["version"] = $"{result.RestoredVersion}";
            if (result.Version is { } version) details.Outputs[table] = version;
            return new(result.Version is not null, Rows: 0, result.Version, table);
        }, ct);
        return result!;
    }

    private static async Task<RestoreResult> RestoreAsync(JobContext context, LakeTableName name, RestoreOptions options, CancellationToken ct) =>
        await name.Open(context.Lake).RestoreAsync(name.Contract is null ? options : options with { UserMetadata = snapshot => ProgressAsync(snapshot, ct) }, ct);

    private static async Task<string?> ProgressAsync(Snapshot restored, CancellationToken ct) => (await CommitProgress.ReadAsync(restored, ct))?.ToJson();

    private static string? Refusal(LakeTableName name) => name switch
    {
        { IsBronze: true } => "bronze is append-only, and would still count as holding the files whose rows are gone. Ingest the right content with --replace.",
        { View: not null } => "gold is append-only, so that what was known at an instant stays known. Correct silver or bronze and run, or register a new version of the view.",
        { IsTraining: true } => "a training set is what its manifest says. Build it again.",
        { IsQuarantine: true } => "quarantine goes with silver's progress. Restore silver.",
        { IsServing: true } => "revoked keys would hold again, and rows of the audit trail would be gone.",
        { IsCatalog: true } => "the catalog would forget definitions, pins and commits that tables rely on.",
        _ => null,
    };
}
