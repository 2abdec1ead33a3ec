namespace Lakehouse.Pipelines.Training;

/// <summary>A file made of a training set.</summary>
/// <param name="Name">The training set.</param>
/// <param name="Version">Its version.</param>
/// <param name="Digest">Its digest, which the rows had when they were exported.</param>
/// <param name="File">The file's full path.</param>
/// <param name="Rows">Rows, in the order of spine_row.</param>
/// <param name="Bytes">Size of the file.</param>
public sealed record TrainingExport(string Name, long Version, string Digest, string File, long Rows, long Bytes);
