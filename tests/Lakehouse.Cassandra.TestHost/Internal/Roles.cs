using System.Diagnostics;
using System.Security.Cryptography;

namespace Lakehouse.Cassandra.TestHost;

/// <summary>Roles of a new cluster in place of the one that every new cluster has.</summary>
internal static class Roles
{
    private const string Default = "cassandra";
    private const int PasswordBytes = 18;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Makes a superuser and a plain role, and takes all rights from the default one.</summary>
    public static async Task SetUpAsync(CassandraCluster cluster, CancellationToken ct)
    {
        var (admin, app) = (New("admin"), New("app"));
        await using (var client = await LogInAsync(cluster.Nodes[0], new(Default, Default), ct))
        {
            // With one copy of the roles nobody could log in while its node is down.
            var copies = cluster.Nodes.Count;
            await client.QueryAsync($"ALTER KEYSPACE system_auth WITH replication = {{'class':'NetworkTopologyStrategy','{cluster.LocalDatacenter}':{copies}}}", Consistency.One, ct);
            await Readiness.AgreeAsync(client, [.. cluster.Nodes.Select(n => n.EndPoint.Address)], ct);
            await client.QueryAsync($"CREATE ROLE {admin.User} WITH PASSWORD = '{admin.Password}' AND LOGIN = true AND SUPERUSER = true", Consistency.One, ct);
            await client.QueryAsync($"CREATE ROLE {app.User} WITH PASSWORD = '{app.Password}' AND LOGIN = true", Consistency.One, ct);
        }

        await using (var client = await LogInAsync(cluster.Nodes[0], admin, ct))
            await client.QueryAsync($"ALTER ROLE {Default} WITH LOGIN = false AND SUPERUSER = false", Consistency.One, ct);
        (cluster.Admin, cluster.App) = (admin, app);
    }

    private static CassandraCredentials New(string user) => new(user, Convert.ToHexString(RandomNumberGenerator.GetBytes(PasswordBytes)));

    // The default role appears some time after the node serves.
    private static async Task<CqlClient> LogInAsync(CassandraNode node, CassandraCredentials credentials, CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var client = await node.ConnectAsync(ct);
            try
            {
                await client.StartAsync(credentials, ct);
                return client;
            }
            catch (CqlException) when (Stopwatch.GetElapsedTime(start) < Patience)
            {
                await client.DisposeAsync();
                await Task.Delay(Pause, ct);
            }
        }
    }
}
