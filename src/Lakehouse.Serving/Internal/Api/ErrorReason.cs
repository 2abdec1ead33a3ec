namespace Lakehouse.Serving.Internal;

/// <summary>Reasons of failed calls, as clients get them in google.rpc.ErrorInfo: never changed, only added to; docs/serving.md says what each means.</summary>
/// <remarks>Those of refused callers are <see cref="Security.Reasons"/>.</remarks>
internal static class ErrorReason
{
    public const string RequestInvalid = "REQUEST_INVALID";
    public const string MessageMalformed = "MESSAGE_MALFORMED";
    public const string MessageTooLarge = "MESSAGE_TOO_LARGE";
    public const string TimeoutMalformed = "TIMEOUT_MALFORMED";
    public const string TooManyRows = "TOO_MANY_ROWS";
    public const string TooManyBytes = "TOO_MANY_BYTES";
    public const string SetNotFound = "SET_NOT_FOUND";
    public const string FitNotFound = "FIT_NOT_FOUND";
    public const string FitNotUsable = "FIT_NOT_USABLE";
    public const string ContractNotFound = "CONTRACT_NOT_FOUND";
    public const string ContractNotPushable = "CONTRACT_NOT_PUSHABLE";
    public const string PushBacklog = "PUSH_BACKLOG";
    public const string LakeUnavailable = "LAKE_UNAVAILABLE";
    public const string StoreUnavailable = "STORE_UNAVAILABLE";
    public const string Overloaded = "OVERLOADED";
    public const string ShuttingDown = "SHUTTING_DOWN";
    public const string DeadlineExceeded = "DEADLINE_EXCEEDED";
    public const string Cancelled = "CANCELLED";
    public const string MethodUnknown = "METHOD_UNKNOWN";
    public const string Unexpected = "UNEXPECTED";
}
