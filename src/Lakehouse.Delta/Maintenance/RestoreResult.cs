namespace Lakehouse.Delta.Maintenance;

/// <summary>What a restore did, or would do.</summary>
/// <param name="Version">The commit's version; null when the table is as asked already, or in a dry run.</param>
/// <param name="RestoredVersion">The version whose rows, schema and properties the table has again.</param>
/// <param name="FilesAdded">Files that came back.</param>
/// <param name="FilesRemoved">Files that went.</param>
/// <param name="BytesAdded">Size of the files that came back.</param>
/// <param name="BytesRemoved">Size of the files that went.</param>
/// <param name="MetadataChanged">Whether schema or properties change.</param>
public sealed record RestoreResult(long? Version, long RestoredVersion, int FilesAdded, int FilesRemoved, long BytesAdded, long BytesRemoved, bool MetadataChanged);
