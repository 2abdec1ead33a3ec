namespace Lakehouse.Catalog.Security;

/// <summary>How much each caller whose name fits a pattern may read (<c>serving.security.quotas</c>).</summary>
/// <param name="Caller">The pattern, for example <c>key:trainer</c> or <c>*</c>; each caller that it fits has the quota for itself.</param>
/// <param name="CallsPerSecond">Calls in a second, at least 1; null for as many as it likes.</param>
/// <param name="KeysPerSecond">Keys in a second, at least 1; null for as many as it likes.</param>
public sealed record CallerQuota(string Caller, int? CallsPerSecond, int? KeysPerSecond);
