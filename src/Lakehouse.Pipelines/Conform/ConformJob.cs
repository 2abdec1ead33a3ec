using Lakehouse.Engine;
using Lakehouse.Features;
using Lakehouse.Pipelines.Internal;

namespace Lakehouse.Pipelines.Conform;

/// <summary>Bronze to silver.</summary>
public static class ConformJob
{
    /// <summary>Runs the job for one contract.</summary>
    /// <exception cref="JobException">The source has no table yet.</exception>
    public static Task<JobResult> RunAsync(JobContext context, VersionedName contract, CancellationToken ct) =>
        RunRecorder.RunLeasedAsync(context, "conform", $"silver/{contract}", details => ConformAsync(context, contract, details, ct), ct);

    private static async Task<JobOutcome> ConformAsync(JobContext context, VersionedName id, RunDetails details, CancellationToken ct)
    {
        var (contract, hash) = await context.Catalog.GetContractAsync(id, ct);
        var source = ContractSource.Of(context.Lake, contract.Source);
        if (!await source.Table.ExistsAsync(ct)) throw new JobException(1, $"Contract {id} cannot be conformed: {source.Missing}.");

        var version = (await source.Table.GetSnapshotAsync(version: null, ct)).Version;
        details.DefinitionHash = hash;
        details.Inputs[source.Name] = version;
        var plan = new ConformPlan(contract, hash, source.Table, source.Name, version, context.Lake.Silver(id), context.Lake.Quarantine(id))
        {
            IndexPath = context.Lake.IndexPath(id),
        };
        var result = await context.Engine.ConformAsync(plan, ct);

        details.Rows["read"] = result.RowsRead;
        details.Rows["written"] = result.RowsWritten;
        details.Rows["deleted"] = result.RowsDeleted;
        details.Rows["quarantined"] = result.RowsQuarantined;
        foreach (var (rule, count) in result.Warnings) details.Rows[$"warned: {rule}"] = count;
        if (result.Version is { } silver) details.Outputs[$"silver/{id}"] = silver;
        return new(result.Changed, result.RowsWritten, result.Version, Message(id, result));
    }

    private static string Message(VersionedName id, ConformResult result)
    {
        if (!result.Changed) return $"silver/{id}: nothing to do";
        var quarantined = result.RowsQuarantined == 0 ? "" : $", {result.RowsQuarantined:N0} rows quarantined (silver/{id}.quarantine)";
        var deleted = result.RowsDeleted == 0 ? "" : $", {result.RowsDeleted:N0} deleted";
        var warned = result.Warnings.Values.Sum() is var sum and > 0 ? $", {sum:N0} warnings" : "";
        return $"silver/{id}: {result.RowsRead:N0} rows read, {result.RowsWritten:N0} events written{deleted}{quarantined}{warned}";
    }
}
