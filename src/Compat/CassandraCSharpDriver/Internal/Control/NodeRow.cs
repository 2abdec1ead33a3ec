using System.Net;

namespace Cassandra.Internal.Control;

/// <summary>What the cluster says of one of its nodes.</summary>
internal sealed record NodeRow(IPEndPoint Address, Guid HostId, string? Datacenter, string? Rack, Version? Release, string[] Tokens);
