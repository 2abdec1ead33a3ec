using System.Globalization;
using System.Net;

namespace Lakehouse.Cli.Cluster;

/// <summary>One node, as the script's status says it.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Pid">Its process; 0 where it is gone.</param>
/// <param name="State"><c>serves</c>, <c>starts</c> or <c>gone</c>.</param>
/// <param name="Address">Where clients reach it.</param>
/// <param name="Log">The file of all that it says.</param>
internal sealed record CassandraNodeState(int Number, int Pid, string State, IPEndPoint Address, string Log)
{
    public static CassandraNodeState Parse(string line) => line.Split('\t') is [var number, var pid, var state, var address, var log]
        ? new(int.Parse(number, CultureInfo.InvariantCulture), int.Parse(pid, CultureInfo.InvariantCulture), state, IPEndPoint.Parse(address), log)
        : throw new FormatException($"'{line}' is no line of a node's state.");
}
