namespace Lakehouse.Catalog;

/// <summary>A registered definition.</summary>
/// <typeparam name="T">Its kind.</typeparam>
/// <param name="Definition">The definition.</param>
/// <param name="Hash">Its identity, <c>sha256:…</c>.</param>
public sealed record Registered<T>(T Definition, string Hash);
