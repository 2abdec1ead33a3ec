namespace Lakehouse.Delta.Maintenance;

/// <summary>What an optimize did; of a dry run, what its first commits would take.</summary>
/// <param name="Version">The newest version that it committed; null when there was nothing to do, or in a dry run.</param>
/// <param name="FilesRemoved">Files rewritten.</param>
/// <param name="FilesAdded">Files written; 0 in a dry run.</param>
/// <param name="BytesRemoved">Size of the files rewritten.</param>
/// <param name="BytesAdded">Size of the files written; 0 in a dry run.</param>
/// <param name="Rows">Rows written; 0 in a dry run.</param>
public sealed record OptimizeResult(long? Version, int FilesRemoved, int FilesAdded, long BytesRemoved, long BytesAdded, long Rows);
