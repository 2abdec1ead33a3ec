namespace Lakehouse.Delta.Internal.Maintenance;

/// <summary>Files of one partition and of one provenance whose rows are written anew together.</summary>
/// <param name="Files">The files, in the order in which they came.</param>
/// <param name="OutputFiles">How many files the rows are cut into.</param>
/// <param name="Tags">Tags of the files written.</param>
internal sealed record RewriteBin(IReadOnlyList<DataFile> Files, int OutputFiles, IReadOnlyDictionary<string, string> Tags)
{
    public long Bytes => Files.Sum(f => f.Size);
}
