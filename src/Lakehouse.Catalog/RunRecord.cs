namespace Lakehouse.Catalog;

/// <summary>A recorded run of a job.</summary>
/// <param name="RunId">Unique id.</param>
/// <param name="Job">ingest, conform, materialize, sync or training-set.</param>
/// <param name="Target">The table or view that it wrote.</param>
/// <param name="StartedAt">Start.</param>
/// <param name="FinishedAt">End.</param>
/// <param name="Status">succeeded, nothing-to-do or failed.</param>
/// <param name="DetailsJson">Clock, input and output versions, definition hash, parameters, environment, row counts, timings, error code.</param>
public sealed record RunRecord(string RunId, string Job, string Target, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, string Status, string DetailsJson);
