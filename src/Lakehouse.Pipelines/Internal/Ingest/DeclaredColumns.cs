using Lakehouse.Features.Definitions;

namespace Lakehouse.Pipelines.Internal.Ingest;

/// <summary>Catches a file of something else early; what each column must be is judged by conform.</summary>
internal static class DeclaredColumns
{
    /// <exception cref="JobException">The file has columns, and none of them is one that the source declares.</exception>
    public static void Check(SourceDefinition source, ISourceReader reader, SourceFile file)
    {
        if (reader.Columns.Count == 0 || source.Columns.IsEmpty) return;
        var declared = source.Columns.Select(c => Loose(c.Name)).ToHashSet();
        if (reader.Columns.Any(c => declared.Contains(Loose(c.Name)))) return;
        throw new JobException(
            1,
            $"{file.RelativePath} has none of the columns that source {source.Name} declares ({string.Join(", ", source.Columns.Select(c => c.Name))}); "
            + $"it has {string.Join(", ", reader.Columns.Select(c => c.Name))}. Ingest the right file, or correct the source's raw record. Nothing of it was ingested.");
    }

    private static string Loose(string name) => name.Replace("_", "").ToLowerInvariant();
}
