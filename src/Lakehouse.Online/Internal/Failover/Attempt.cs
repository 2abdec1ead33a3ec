namespace Lakehouse.Online.Internal.Failover;

/// <summary>What one store did with one read.</summary>
/// <param name="Store">Its name.</param>
/// <param name="Value">Its answer.</param>
/// <param name="Failure">Why there is none; null where there is one.</param>
internal readonly record struct Attempt<T>(string Store, T? Value, Exception? Failure);
