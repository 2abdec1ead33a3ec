using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Lakehouse.Serving.Internal.Security;

/// <summary>Who calls and from where: what the calls of one HTTP/2 stream object have in common.</summary>
/// <remarks>
/// 1. Kestrel uses the object of a stream for one call after another, and gives each the same text for a header that came again. So a call with the header of the call before is known
/// without reading the credential: the text is the same object, and the credentials that proved it are still in force.
/// 2. The header is held no longer than Kestrel itself holds it: with the stream object, until another one comes.
/// </remarks>
internal sealed class CallIdentity
{
    private static readonly object Place = new();
    private readonly string? header;
    private readonly Credentials? provenBy;

    private CallIdentity(HttpContext http, Caller caller, string? header, Credentials? provenBy)
    {
        (Caller, this.header, this.provenBy) = (caller, header, provenBy);
        if (http.Features.Get<IHttpConnectionFeature>() is not { } connection) return;
        (Connection, Peer) = (connection.ConnectionId, connection.RemoteIpAddress is { } address ? new System.Net.IPEndPoint(address, connection.RemotePort).ToString() : null);
    }

    public Caller Caller { get; }

    /// <summary>The connection's id.</summary>
    public string? Connection { get; }

    /// <summary>Address and port.</summary>
    public string? Peer { get; }

    /// <summary>The identity of the stream's call before, where this call came with the same header and what proved it is in force.</summary>
    public static CallIdentity? Again(HttpContext http, string? header, Credentials inForce) =>
        http.Features.Get<IPersistentStateFeature>()?.State is { } state && state.TryGetValue(Place, out var kept) && kept is CallIdentity before
        && ReferenceEquals(before.header, header) && ReferenceEquals(before.provenBy, inForce) ? before : null;

    /// <summary>The identity of a caller that was found by a header, or without one by the connection's certificate; kept for the stream's next call.</summary>
    public static CallIdentity Keep(HttpContext http, Caller caller, string? header, Credentials provenBy)
    {
        var identity = new CallIdentity(http, caller, header, provenBy);
        if (http.Features.Get<IPersistentStateFeature>() is { } stream) stream.State[Place] = identity;
        return identity;
    }

    /// <summary>An identity for one call.</summary>
    public static CallIdentity Of(HttpContext http, Caller caller) => new(http, caller, header: null, provenBy: null);
}
