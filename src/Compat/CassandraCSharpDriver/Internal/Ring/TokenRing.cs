using System.Collections.ObjectModel;
using System.Globalization;

namespace Cassandra.Internal.Ring;

/// <summary>Which nodes hold which partitions of which keyspace; it does not change, a change of nodes or keyspaces makes a new one.</summary>
/// <remarks>
/// 1. Tokens are sorted; the owner of a partition is the node of the first token at or above the partition's own, or of the first of all.
/// 2. The replicas at all tokens are worked out once for keyspaces of one replication setting, when they are first asked for.
/// </remarks>
internal sealed class TokenRing
{
    internal static readonly TokenRing Empty = new([], new Dictionary<string, Replication>());

    private static readonly ReadOnlyCollection<Host> None = new([]);
    private static readonly Replication OwnerOnly = new("", new Dictionary<string, int>());

    private readonly long[] tokens;
    private readonly Host[] owners;
    private readonly Lazy<ReadOnlyCollection<Host>[]> primary;
    private readonly Dictionary<string, Lazy<ReadOnlyCollection<Host>[]>> replicas = new(StringComparer.Ordinal);

    internal TokenRing(IEnumerable<Host> hosts, IReadOnlyDictionary<string, Replication> keyspaces)
    {
        var all = hosts.SelectMany(host => host.Tokens.Select(token => (Token: long.Parse(token, CultureInfo.InvariantCulture), host))).OrderBy(entry => entry.Token).ToArray();
        tokens = Array.ConvertAll(all, entry => entry.Token);
        owners = Array.ConvertAll(all, entry => entry.host);
        primary = new(() => OwnerOnly.Place(owners));
        var placed = new Dictionary<string, Lazy<ReadOnlyCollection<Host>[]>>(StringComparer.Ordinal);
        foreach (var (keyspace, replication) in keyspaces)
        {
            if (!placed.TryGetValue(replication.Identity, out var shared))
            {
                placed[replication.Identity] = shared = new(() => replication.Place(owners));
            }

            replicas[keyspace] = shared;
        }
    }

    /// <summary>The nodes that hold a partition, nearest place of the ring first; none for an unknown keyspace, the owner for no keyspace.</summary>
    internal ReadOnlyCollection<Host> Replicas(string? keyspace, ReadOnlySpan<byte> partitionKey)
    {
        var placed = keyspace is null ? primary : replicas.GetValueOrDefault(keyspace);
        if (placed is null || tokens.Length == 0)
        {
            return None;
        }

        var at = Array.BinarySearch(tokens, Murmur3.Token(partitionKey));
        at = at >= 0 ? at : ~at;
        return placed.Value[at == tokens.Length ? 0 : at];
    }
}
