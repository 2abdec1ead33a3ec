namespace Lakehouse.Delta;

/// <summary>Files by which two versions differ.</summary>
/// <param name="From">The snapshot before, or null when the table did not exist.</param>
/// <param name="To">The snapshot after.</param>
/// <param name="Added">Files whose rows came.</param>
/// <param name="Removed">Files whose rows went.</param>
public sealed record TableChanges(Snapshot? From, Snapshot To, IReadOnlyList<DataFile> Added, IReadOnlyList<DataFile> Removed);
