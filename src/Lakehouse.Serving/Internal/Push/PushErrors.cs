using Grpc.Core;
using Lakehouse.Catalog.Events;
using Lakehouse.Serving.Internal.Security;
using Microsoft.Extensions.Logging;

namespace Lakehouse.Serving.Internal.Push;

/// <summary>Failures of a push as gRPC statuses with stable reasons.</summary>
internal static class PushErrors
{
    private const string Again = "whether the events were committed is not known, and sending the same ones again is safe.";
    private static readonly TimeSpan RoomAfter = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LakeIsBackAfter = TimeSpan.FromSeconds(1);

    public static RpcException From(Exception error, string contract, bool isPastDeadline, ILogger log)
    {
        switch (error)
        {
            case RpcException known: return known;
            case EventSinkException { Failure: EventSinkFailure.UnknownContract }: return Of(StatusCode.NotFound, "CONTRACT_NOT_FOUND", error.Message);
            case EventSinkException { Failure: EventSinkFailure.NotPushable }: return Of(StatusCode.FailedPrecondition, "CONTRACT_NOT_PUSHABLE", error.Message);
            case EventSinkException { Failure: EventSinkFailure.BadColumns }: return Of(StatusCode.InvalidArgument, "REQUEST_INVALID", error.Message);
            case EventSinkException { Failure: EventSinkFailure.Backlog }: return Of(StatusCode.Unavailable, "PUSH_BACKLOG", error.Message, RoomAfter);
            case EventSinkException:
                if (error.InnerException is { } cause) ServingLog.PushFailed(log, contract, cause);
                return Of(StatusCode.Unavailable, "LAKE_UNAVAILABLE", error.Message, LakeIsBackAfter);
            case OperationCanceledException when isPastDeadline: return Of(StatusCode.DeadlineExceeded, "DEADLINE_EXCEEDED", $"The call's deadline passed before the commit ended: {Again}");
            case OperationCanceledException: return Of(StatusCode.Cancelled, "CANCELLED", $"The call was cancelled: {Again}");
            default:
                ServingLog.PushFailed(log, contract, error);
                return Of(StatusCode.Internal, "UNEXPECTED", $"The push failed, and the server's log says why: {Again}");
        }
    }

    private static RpcException Of(StatusCode status, string reason, string message, TimeSpan? wait = null) =>
        new(new Status(status, message), new Metadata { { Refusals.DetailsKey, Refusals.Details(status, reason, message, wait) } });
}
