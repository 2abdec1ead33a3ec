namespace Cassandra.Tests;

internal static class Builders
{
    /// <summary>Limits that a machine under full load keeps.</summary>
    public static Builder WithPatience(this Builder builder) =>
        builder.WithSocketOptions(new SocketOptions().SetConnectTimeoutMillis(30_000).SetReadTimeoutMillis(30_000)).WithReconnectionPolicy(new ConstantReconnectionPolicy(100));
}
