namespace Lakehouse.Client;

/// <summary>Why some cells of an answer have the status <c>Error</c> and no value.</summary>
/// <param name="Reason">Stable, in upper case, for example <c>KEY_INVALID</c> or <c>FEATURE_OVERFLOW</c>.</param>
/// <param name="Message">For people; names columns and views, never values.</param>
/// <param name="IsRetryable">True where the same rows may succeed if asked again.</param>
/// <param name="Features">Names of the features.</param>
/// <param name="Rows">Positions of the rows, from 0.</param>
public sealed record FeatureError(string Reason, string Message, bool IsRetryable, IReadOnlyList<string> Features, IReadOnlyList<int> Rows);
