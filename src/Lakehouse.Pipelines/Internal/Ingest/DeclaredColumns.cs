using Lakehouse.Delta;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Internal;

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

    /// <summary>Catches a second spelling of a declared column: conform reads one of them, and the rows of the other would have no value.</summary>
    /// <exception cref="JobException">The file would add the second spelling.</exception>
    public static void CheckOneEach(SourceDefinition source, TableSchema? bronze, TableSchema merged, SourceFile file)
    {
        foreach (var raw in source.Columns.Select(c => c.Name))
        {
            var known = bronze?.Columns.FirstOrDefault(c => IsSpelling(c.Name, raw));
            var added = merged.Columns.FirstOrDefault(c => IsSpelling(c.Name, raw) && bronze?.Find(c.Name) is null);
            if (known is not null && added is not null)
                throw new JobException(
                    1,
                    $"{file.RelativePath}: column {added.Name} is {raw} of source {source.Name}, and bronze holds that as {known.Name}. Name it so in the file. Nothing of it was ingested.");
        }
    }

    private static bool IsSpelling(string column, string raw) => column == raw || string.Equals(column, SnakeCase.Of(raw), StringComparison.OrdinalIgnoreCase);

    private static string Loose(string name) => name.Replace("_", "").ToLowerInvariant();
}
