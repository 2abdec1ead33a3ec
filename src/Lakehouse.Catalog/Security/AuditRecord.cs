namespace Lakehouse.Catalog.Security;

/// <summary>One row of the audit trail: a call that read a set, or was refused. Never keys or values.</summary>
public readonly record struct AuditRecord
{
    /// <summary>When the call began, in microseconds since the epoch.</summary>
    public long AtMicros { get; init; }

    /// <summary>Who called, for example <c>key:trainer</c>; empty for callers that were not known.</summary>
    public string Caller { get; init; }

    /// <summary>The method, for example <c>GetFeatures</c>.</summary>
    public string Call { get; init; }

    /// <summary>The set as the request named it, or the source of pushed events.</summary>
    public string Set { get; init; }

    /// <summary>How many keys were asked for.</summary>
    public long Keys { get; init; }

    /// <summary><c>served</c>, <c>failed</c>, <c>refused</c>, or <c>lost</c>: so many rows (<see cref="Keys"/>) were dropped.</summary>
    public string Outcome { get; init; }

    /// <summary>The gRPC status, for example <c>PERMISSION_DENIED</c>.</summary>
    public string Status { get; init; }

    /// <summary>Why it was refused; null where it was not.</summary>
    public string? Reason { get; init; }

    /// <summary>The caller's <c>x-request-id</c>, else the server's id of connection and stream.</summary>
    public string? RequestId { get; init; }

    /// <summary>Address and port of the peer.</summary>
    public string? Peer { get; init; }

    /// <summary>How long the call took, in microseconds.</summary>
    public long DurationMicros { get; init; }
}
