using System.Net;
using Grpc.Core;
using Lakehouse.Catalog.Security;
using Lakehouse.Serving.Internal.Security;
using Lakehouse.Serving.Internal.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Lakehouse.Serving.Internal.Audit;

/// <summary>A call as it is remembered while it waits to be written: only what costs nothing to take; texts are made by the writer.</summary>
internal readonly record struct AuditEvent
{
    private const string RequestIdHeader = "x-request-id";
    private const int LongestRequestId = 64;

    public long AtMicros { get; private init; }

    public string? Caller { get; private init; }

    private long StartedTicks { get; init; }

    private string Call { get; init; }

    private string Set { get; init; }

    private int Keys { get; init; }

    private string? RequestId { get; init; }

    private string? Connection { get; init; }

    private int Stream { get; init; }

    private IPAddress? Address { get; init; }

    private int Port { get; init; }

    private long DurationMicros { get; init; }

    private StatusCode Status { get; init; }

    private string? Reason { get; init; }

    public static AuditEvent Begin(HttpContext http, string caller, string call, string set, int keys, TimeProvider clock)
    {
        var connection = http.Features.Get<IHttpConnectionFeature>();
        return new()
        {
            AtMicros = clock.NowMicros(), StartedTicks = clock.GetTimestamp(), Caller = caller, Call = call, Set = set, Keys = keys,
            RequestId = http.Request.Headers.TryGetValue(RequestIdHeader, out var id) && IsId(id) ? id[0] : null,
            Connection = connection?.ConnectionId, Stream = http.Features.Get<IHttp2StreamIdFeature>()?.StreamId ?? 0,
            Address = connection?.RemoteIpAddress, Port = connection?.RemotePort ?? 0,
        };
    }

    public AuditEvent End(StatusCode status, string? reason, TimeProvider clock) =>
        this with { Status = status, Reason = reason, DurationMicros = (long)clock.GetElapsedTime(StartedTicks).TotalMicroseconds };

    /// <summary>The row.</summary>
    /// <param name="peers">Texts of peers of this batch: a connection makes many calls.</param>
    public AuditRecord ToRecord(Dictionary<(IPAddress, int), string> peers) => new()
    {
        AtMicros = AtMicros, Caller = Caller!, Call = Call, Set = Set, Keys = Keys, Status = GrpcStatusNames.Of(Status), Reason = Reason, DurationMicros = DurationMicros,
        Outcome = Status == StatusCode.OK ? "served" : Reason is null ? "failed" : "refused",
        RequestId = RequestId ?? (Stream == 0 ? Connection : $"{Connection}:{Stream:X8}"),
        Peer = PeerText(peers),
    };

    private string? PeerText(Dictionary<(IPAddress, int), string> peers)
    {
        if (Address is null) return null;
        if (!peers.TryGetValue((Address, Port), out var text)) peers[(Address, Port)] = text = new IPEndPoint(Address, Port).ToString();
        return text;
    }

    /// <summary>Ids of clients are taken as they are, so they must be short and plain.</summary>
    private static bool IsId(Microsoft.Extensions.Primitives.StringValues values)
    {
        if (values is not [{ Length: > 0 and <= LongestRequestId } text]) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.' or ':')) return false;
        }

        return true;
    }
}
