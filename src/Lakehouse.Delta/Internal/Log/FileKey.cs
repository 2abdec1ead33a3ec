namespace Lakehouse.Delta.Internal.Log;

/// <summary>What identifies a file in log replay: its decoded path and its deletion vector (Delta protocol, action reconciliation).</summary>
/// <param name="Path">Decoded once.</param>
/// <param name="DeletionVector">Unique id of the deletion vector, or null.</param>
internal readonly record struct FileKey(string Path, string? DeletionVector);
