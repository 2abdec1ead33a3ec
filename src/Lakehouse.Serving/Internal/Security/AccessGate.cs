using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Lakehouse.Serving.Internal.Security;

/// <summary>Who may read what and how much: asked at the beginning of every call that reads a set, and told its end.</summary>
internal sealed class AccessGate
{
    /// <summary>Lets a call in, or refuses it before anything about the set is known.</summary>
    /// <param name="http">The request; its caller was found before routing.</param>
    /// <param name="call">The method's name, for example <c>GetFeatures</c>.</param>
    /// <param name="set">The set as the request names it.</param>
    /// <param name="keys">The number of keys asked for; 0 for what reads no rows.</param>
    /// <exception cref="RpcException">UNAUTHENTICATED, PERMISSION_DENIED or RESOURCE_EXHAUSTED, with stable reasons.</exception>
    public AccessTicket Enter(HttpContext http, string call, string set, int keys) => default;

    /// <summary>Ends a call that was let in.</summary>
    public void Leave(in AccessTicket ticket, StatusCode status)
    {
    }

    /// <summary>Whether the caller may read a set: lists show no other.</summary>
    public bool MayRead(HttpContext http, string set) => true;
}
