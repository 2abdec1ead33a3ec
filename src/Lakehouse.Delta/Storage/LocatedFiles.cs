namespace Lakehouse.Delta.Storage;

/// <summary>Local names of files; a cached file stays there until this is disposed of.</summary>
/// <param name="names">In the order of the request; null where the store has no such file.</param>
/// <param name="lease">What keeps them there, if anything must.</param>
internal sealed class LocatedFiles(IReadOnlyList<string?> names, IDisposable? lease = null) : IDisposable
{
    /// <summary>Full local names in the order of the request; null where the store has no such file.</summary>
    public IReadOnlyList<string?> Names => names;

    /// <inheritdoc/>
    public void Dispose() => lease?.Dispose();
}
