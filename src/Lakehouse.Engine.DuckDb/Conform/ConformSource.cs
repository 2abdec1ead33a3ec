using System.Globalization;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Conform;

/// <summary>The rows of a source that a run must judge, as SQL.</summary>
internal sealed class ConformSource(ConformPlan plan, DuckDbSession session, RawRowReader reader)
{
    /// <summary>Tag of bronze files: the version that the file's rows belong to.</summary>
    private const string BronzeVersionTag = "lakehouse.bronzeVersion";

    private const string VersionColumn = "__source_version";

    /// <summary>True for a Delta source, which counts as the set of rows of one version (semantics §1); bronze is a log of rows.</summary>
    public bool IsState => plan.Contract.Source.Format.Kind == SourceKind.Delta;

    /// <summary>Bronze rows of the versions after <paramref name="fromVersion"/>.</summary>
    /// <exception cref="EngineException">Bronze lost rows, or a file's version is unknown.</exception>
    public async Task<string> AppendedAsync(long fromVersion, CancellationToken ct)
    {
        var changes = await plan.Source.GetChangesAsync(fromVersion, plan.SourceVersion, ct);
        if (changes.Removed.Count > 0)
        {
            throw new EngineException(
                $"{plan.SourceName} lost {changes.Removed.Count} files after version {fromVersion}, but bronze is append-only: restore it, or use a new source.");
        }
        return await SelectAsync(changes.To, changes.Added, VersionLiteral, ct);
    }

    /// <summary>All rows of the source's version.</summary>
    public async Task<string> StateAsync(CancellationToken ct)
    {
        var snapshot = await plan.Source.GetSnapshotAsync(plan.SourceVersion, ct);
        return await SelectAsync(snapshot, snapshot.Files, _ => plan.SourceVersion.ToString(CultureInfo.InvariantCulture), ct);
    }

    /// <summary>The rows by which a Delta source grew after <paramref name="fromVersion"/>, as multisets: rows that a rewrite carried over are not new.</summary>
    public async Task<string> NewInStateAsync(long fromVersion, CancellationToken ct)
    {
        var changes = await plan.Source.GetChangesAsync(fromVersion, plan.SourceVersion, ct);
        string Literal(DataFile file) => plan.SourceVersion.ToString(CultureInfo.InvariantCulture);
        return $"{await SelectAsync(changes.To, changes.Added, Literal, ct)} EXCEPT ALL {await SelectAsync(changes.To, changes.Removed, Literal, ct)}";
    }

    private async Task<string> SelectAsync(Snapshot schemaOf, IReadOnlyList<DataFile> files, Func<DataFile, string> version, CancellationToken ct)
    {
        var columns = SourceColumns.Match(plan.Contract.Source, schemaOf.Schema, plan.SourceName);
        var list = reader.SelectList(columns, schemaOf.Schema, VersionColumn);
        return $"SELECT {list} FROM {await schemaOf.Scan(files).ToSqlAsync(session, [(VersionColumn, version)], ct)}";
    }

    private string VersionLiteral(DataFile file)
    {
        if (file.Tags?.GetValueOrDefault(BronzeVersionTag) is { } tag && long.TryParse(tag, NumberStyles.None, CultureInfo.InvariantCulture, out var tagged)) return tag;
        return file.AddedInVersion?.ToString(CultureInfo.InvariantCulture)
            ?? throw new EngineException(
                $"File {file.Path} of {plan.SourceName} has no tag {BronzeVersionTag} and its commit is no longer in the log: the order of its rows is unknown. Ingest it again.");
    }
}
