using Grpc.Core;
using Lakehouse.Catalog.Security;
using Lakehouse.Serving.Internal.Security;
using Lakehouse.Serving.Internal.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Lakehouse.Serving.Internal.Audit;

/// <summary>A call as it is remembered while it waits to be written: only what costs nothing to take; texts are made by the writer.</summary>
internal readonly record struct AuditEvent
{
    private const string RequestIdHeader = "x-request-id";
    private const int LongestRequestId = 64;

    public long AtMicros { get; private init; }

    /// <summary>Null in the default event, which is none.</summary>
    public CallIdentity? Identity { get; private init; }

    /// <summary>When the call began, by the clock's timestamps; of an event that has ended, how many of them it took.</summary>
    public long StartedAt { get; private init; }

    private string Call { get; init; }

    private string Set { get; init; }

    private string? RequestId { get; init; }

    private string? Reason { get; init; }

    private int Keys { get; init; }

    private int Stream { get; init; }

    private StatusCode Status { get; init; }

    public static AuditEvent Begin(HttpContext http, CallIdentity identity, string call, string set, int keys, TimeProvider clock) => new()
    {
        AtMicros = clock.NowMicros(), StartedAt = clock.GetTimestamp(), Identity = identity, Call = call, Set = RequestedName.Short(set), Keys = keys,
        RequestId = http.Request.Headers.TryGetValue(RequestIdHeader, out var id) && IsId(id) ? id[0] : null,
        Stream = http.Features.Get<IHttp2StreamIdFeature>()?.StreamId ?? 0,
    };

    public AuditEvent End(StatusCode status, string? reason, TimeProvider clock) => this with { Status = status, Reason = reason, StartedAt = clock.GetTimestamp() - StartedAt };

    /// <summary>The row of an event that has ended.</summary>
    public AuditRecord ToRecord(TimeProvider clock) => new()
    {
        AtMicros = AtMicros, Caller = Identity!.Caller.Name, Call = Call, Set = Set, Keys = Keys, Status = GrpcStatusNames.Of(Status), Reason = Reason,
        DurationMicros = (long)clock.GetElapsedTime(0, StartedAt).TotalMicroseconds,
        Outcome = Status == StatusCode.OK ? "served" : Reason is null ? "failed" : "refused",
        RequestId = RequestId ?? (Stream == 0 ? Identity.Connection : IdOf(Identity.Connection, Stream)),
        Peer = Identity.Peer,
    };

    private static string IdOf(string? connection, int stream) => string.Create(null, stackalloc char[64], $"{connection}:{stream:X8}");

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
