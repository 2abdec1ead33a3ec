using Lakehouse.Delta.Internal.Scanning.Footers;

namespace Lakehouse.Delta.Internal.Scanning;

/// <summary>Files of a scan that one reader can read together.</summary>
/// <param name="Files">The files and their local names.</param>
/// <param name="Shape">How they store their columns; null for files of this library, which store them as the schema says.</param>
/// <param name="Vectors">For files with deletion vectors, their numbers of physical rows, in the order of the files; null when none has one.</param>
internal sealed record FileGroup(IReadOnlyList<(DataFile File, string LocalName)> Files, FileShape? Shape, IReadOnlyList<long>? Vectors)
{
    /// <summary>Groups files by shape, those with deletion vectors apart so that the others need not be joined with deleted rows.</summary>
    public static async Task<IReadOnlyList<FileGroup>> OfAsync(Snapshot snapshot, IReadOnlyList<(DataFile File, string LocalName)> files, CancellationToken ct)
    {
        // Where another engine widened a column since, our older files are no longer as the schema says either.
        var widened = TypeChanges.HasAny(snapshot.State.Metadata);
        var own = files.Select(f => !widened && IsOwn(f.File)).ToList();
        var looked = files.Where((f, i) => !own[i] || f.File.HasDeletionVector).ToList();
        var footers = await snapshot.Table.Footers.ReadAsync(looked, ct);
        var next = 0;
        return
        [
            .. files
                .Select((f, i) => (f.File, f.LocalName, Own: own[i], Footer: !own[i] || f.File.HasDeletionVector ? footers[next++] : null))
                .GroupBy(f => (Shape: f.Own ? null : f.Footer!.Shape.Signature, f.File.HasDeletionVector))
                .Select(g => new FileGroup(
                    [.. g.Select(f => (f.File, f.LocalName))],
                    g.Key.Shape is null ? null : g.First().Footer!.Shape,
                    g.Key.HasDeletionVector ? [.. g.Select(f => f.Footer!.Rows)] : null)),
        ];
    }

    /// <summary>True for files of this library, which need not be looked into before they are read; asked of every file, so without parsing.</summary>
    private static bool IsOwn(DataFile file) => file.Text.Others.Span.IndexOf("\"lakehouse.addedInVersion\""u8) >= 0;
}
