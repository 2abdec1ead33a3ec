namespace Cassandra;

/// <summary>The turn of the round robin policies.</summary>
internal static class RoundRobin
{
    /// <summary>All hosts once, beginning with the one whose turn it is.</summary>
    internal static IEnumerable<Host> From(IReadOnlyList<Host> hosts, uint turn)
    {
        var count = (uint)hosts.Count;
        for (var i = 0u; i < count; i++)
        {
            yield return hosts[(int)((turn + i) % count)];
        }
    }

    /// <summary>The hosts as a list, without a copy where they are one.</summary>
    internal static IReadOnlyList<Host> AsList(ICollection<Host> hosts) => hosts as IReadOnlyList<Host> ?? [.. hosts];
}
