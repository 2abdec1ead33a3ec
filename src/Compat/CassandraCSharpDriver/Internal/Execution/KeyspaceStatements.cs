using Cassandra.Internal.Control;

namespace Cassandra.Internal.Execution;

/// <summary>The texts that create keyspaces.</summary>
internal static class KeyspaceStatements
{
    private static readonly Dictionary<string, string> OneCopy = new() { ["class"] = "SimpleStrategy", ["replication_factor"] = "1" };

    internal static string Create(string keyspace, Dictionary<string, string>? replication, bool durableWrites, bool ifNotExists)
    {
        var map = string.Join(", ", (replication ?? OneCopy).Select(entry => $"{Literal(entry.Key)}: {Literal(entry.Value)}"));
        var name = ifNotExists ? $"IF NOT EXISTS {SystemQueries.Quote(keyspace)}" : SystemQueries.Quote(keyspace);
        return $"CREATE KEYSPACE {name} WITH replication = {{{map}}} AND durable_writes = {(durableWrites ? "true" : "false")}";
    }

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
