namespace Lakehouse.Delta.Internal.Log;

/// <summary>What identifies a file in log replay: its canonical path and its deletion vector (Delta protocol, action reconciliation).</summary>
/// <param name="Path">As <see cref="DeltaPath.Canonical"/> spells it.</param>
/// <param name="DeletionVector">Unique id of the deletion vector, or null.</param>
internal readonly record struct FileKey(string Path, string? DeletionVector)
{
    /// <summary>The key as one text: maps of text cost less than maps of pairs, and nearly all files have no deletion vector.</summary>
    public string Id => DeletionVector is null ? Path : Path + "\0" + DeletionVector;
}
