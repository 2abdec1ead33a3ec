using Lakehouse.Features;

namespace Lakehouse.Catalog;

/// <summary>A gold commit (semantics §1, Progress).</summary>
/// <param name="View">The view.</param>
/// <param name="GoldVersion">The version.</param>
/// <param name="KnownAtMicros">The stamp of its rows.</param>
/// <param name="CommitTimeMicros">(in-commit timestamp + 1 ms) in microseconds.</param>
/// <param name="ClockMicros">The run's clock.</param>
/// <param name="FrontierMicros">F.</param>
/// <param name="SourceVersionsJson">Source versions as JSON.</param>
public sealed record GoldCommit(VersionedName View, long GoldVersion, long KnownAtMicros, long CommitTimeMicros, long ClockMicros, long FrontierMicros, string SourceVersionsJson);
