using System.Globalization;
using Lakehouse.Delta;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Conform;

/// <summary>The rows of a source that a run must judge.</summary>
internal sealed class ConformSource(ConformPlan plan)
{
    /// <summary>Tag of bronze files: the version that the file's rows belong to.</summary>
    private const string BronzeVersionTag = "lakehouse.bronzeVersion";

    /// <summary>True for a Delta source, which counts as the set of rows of one version (semantics §1); bronze is a log of rows.</summary>
    public bool IsState => plan.Contract.Source.Format.Kind == SourceKind.Delta;

    /// <summary>Bronze rows of the versions after <paramref name="fromVersion"/>.</summary>
    /// <exception cref="EngineException">Bronze lost rows, or a file's version is unknown.</exception>
    public async Task<SourceRows> AppendedAsync(long fromVersion, CancellationToken ct)
    {
        var changes = await plan.Source.GetChangesAsync(fromVersion, plan.SourceVersion, ct);
        if (changes.Removed.Count > 0)
        {
            throw new EngineException(
                $"{plan.SourceName} lost {changes.Removed.Count} files after version {fromVersion}, but bronze is append-only: restore it, or use a new source.");
        }

        return Rows(changes.To, changes.Added, VersionOf);
    }

    /// <summary>All rows of the source's version.</summary>
    public async Task<SourceRows> StateAsync(CancellationToken ct)
    {
        var snapshot = await plan.Source.GetSnapshotAsync(plan.SourceVersion, ct);
        return Rows(snapshot, snapshot.Files, _ => plan.SourceVersion);
    }

    /// <summary>What came to a Delta source, and what went, after <paramref name="fromVersion"/>.</summary>
    /// <remarks>Rows that a rewrite carried over stand on both sides: subtract as multisets.</remarks>
    public async Task<(SourceRows Added, SourceRows Removed)> ChangesOfStateAsync(long fromVersion, CancellationToken ct)
    {
        var changes = await plan.Source.GetChangesAsync(fromVersion, plan.SourceVersion, ct);
        return (Rows(changes.To, changes.Added, _ => plan.SourceVersion), Rows(changes.To, changes.Removed, _ => plan.SourceVersion));
    }

    private SourceRows Rows(Snapshot schemaOf, IReadOnlyList<DataFile> files, Func<DataFile, long> version) =>
        new(schemaOf, files, SourceColumns.Match(plan.Contract.Source, schemaOf.Schema, plan.SourceName), version);

    private long VersionOf(DataFile file)
    {
        if (file.Tags?.GetValueOrDefault(BronzeVersionTag) is { } tag && long.TryParse(tag, NumberStyles.None, CultureInfo.InvariantCulture, out var tagged)) return tagged;
        return file.AddedInVersion
            ?? throw new EngineException(
                $"File {file.Path} of {plan.SourceName} has no tag {BronzeVersionTag} and its commit is no longer in the log: the order of its rows is unknown. Ingest it again.");
    }
}
