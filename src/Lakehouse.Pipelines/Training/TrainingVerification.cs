namespace Lakehouse.Pipelines.Training;

/// <summary>The outcome of a verification.</summary>
/// <param name="Equal">True when the rebuilt rows have the recorded digest, and the rebuilt fit the recorded parameters.</param>
/// <param name="Recorded">The recorded digest.</param>
/// <param name="Rebuilt">The rebuilt digest.</param>
/// <param name="Stored">The digest of the rows that the table holds now.</param>
public sealed record TrainingVerification(bool Equal, string Recorded, string Rebuilt, string Stored)
{
    /// <summary>Identity of the recorded fit; null where the set needs none.</summary>
    public string? RecordedFit { get; init; }

    /// <summary>Identity of what the rebuild fitted.</summary>
    public string? RebuiltFit { get; init; }
}
