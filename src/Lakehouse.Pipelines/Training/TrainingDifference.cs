namespace Lakehouse.Pipelines.Training;

/// <summary>How two training sets differ.</summary>
/// <param name="Equal">True when columns, rows and digests are the same, whatever their manifests say of versions.</param>
/// <param name="DifferentRows">Rows that differ in a column of both, or stand on one side only, by spine_row.</param>
/// <param name="Facts">What differs of definitions, versions and columns, then cells of the first different rows.</param>
public sealed record TrainingDifference(bool Equal, long DifferentRows, IReadOnlyList<TrainingFact> Facts);

/// <summary>One difference.</summary>
/// <param name="What">A property of the manifest, <c>column name</c>, or the column of a row.</param>
/// <param name="SpineRow">The row, or null.</param>
/// <param name="Left">What the one has, as text; null for nothing.</param>
/// <param name="Right">What the other has.</param>
public sealed record TrainingFact(string What, long? SpineRow, string? Left, string? Right);
