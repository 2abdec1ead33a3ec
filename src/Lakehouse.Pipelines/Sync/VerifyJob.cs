using Lakehouse.Pipelines.Internal;
using Lakehouse.Pipelines.Internal.Sync;

namespace Lakehouse.Pipelines.Sync;

/// <summary>Compares an online store with the gold version that it says it has, and puts right what differs.</summary>
/// <remarks>Syncs, rebuilds and lookups may go on meanwhile.</remarks>
public static class VerifyJob
{
    /// <summary>Runs the job for one view in one target.</summary>
    /// <exception cref="JobException">Nothing was synced there, the rule keeps the view from the target, or the store belongs to another lake.</exception>
    public static async Task<VerifyResult> RunAsync(JobContext context, OnlineTarget target, VerifyOptions options, CancellationToken ct)
    {
        VerifyResult? result = null;
        var job = await RunRecorder.RunAsync(context, "sync verify", options.View.ToString(), async details =>
        {
            result = await VerifyAsync(context, target, options, ct);
            details.Parameters["online"] = target.Name;
            details.Inputs[$"gold/{options.View}"] = result.GoldVersion;
            foreach (var (name, rows) in new[] { ("compared", result.Rows), ("missing", result.Missing), ("stale", result.Stale), ("extra", result.Extra), ("repaired", result.Repaired) })
                details.Rows[name] = rows;
            return new(Changed: result.Missing + result.Stale + result.Extra > 0, result.Repaired, result.GoldVersion, result.Message);
        }, ct);
        return result! with { Elapsed = job.Elapsed };
    }

    private static async Task<VerifyResult> VerifyAsync(JobContext context, OnlineTarget target, VerifyOptions options, CancellationToken ct)
    {
        var (view, hash) = await EntityViews.GetAsync(context, options.View, ct);
        target.Check(view);
        var marker = await target.Store.GetMarkerAsync(view.Id, ct)
            ?? throw new JobException(1, $"There is nothing to verify: {view.Id} was never synced to {target}. Run 'lakehouse sync {view.Id}' first.");
        if (marker.DefinitionHash != hash)
            throw new JobException(1, $"{target} holds {view.Id} with definition {marker.DefinitionHash}, and the catalog has {hash}: it belongs to another lake.");
        return await new VerifyRun(context, target, view, options).RunAsync(marker, ct);
    }
}
