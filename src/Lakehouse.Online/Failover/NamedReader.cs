namespace Lakehouse.Online.Failover;

/// <summary>One of several stores that hold the same views, each kept up to date by syncs of its own.</summary>
/// <param name="Name">Its name in settings, logs and health, for example that of a region.</param>
/// <param name="Reader">The store.</param>
public sealed record NamedReader(string Name, IOnlineReader Reader);
