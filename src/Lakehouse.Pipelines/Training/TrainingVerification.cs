namespace Lakehouse.Pipelines.Training;

/// <summary>The outcome of a verification.</summary>
/// <param name="Equal">True when the rebuilt rows have the recorded digest.</param>
/// <param name="Recorded">The recorded digest.</param>
/// <param name="Rebuilt">The rebuilt digest.</param>
/// <param name="Stored">The digest of the rows that the table holds now.</param>
public sealed record TrainingVerification(bool Equal, string Recorded, string Rebuilt, string Stored);
