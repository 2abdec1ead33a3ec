using Grpc.Core;
using Lakehouse.Catalog.Events;
using Microsoft.Extensions.Logging;

namespace Lakehouse.Serving.Internal.Push;

/// <summary>Failures of a push as gRPC statuses.</summary>
internal static class PushErrors
{
    private const string Again = "whether the events were committed is not known, and sending the same ones again is safe.";

    public static RpcException From(Exception error, string contract, bool isPastDeadline, ILogger log)
    {
        switch (error)
        {
            case EventSinkException { Failure: EventSinkFailure.UnknownContract }: return Of(StatusCode.NotFound, error.Message);
            case EventSinkException { Failure: EventSinkFailure.NotPushable }: return Of(StatusCode.FailedPrecondition, error.Message);
            case EventSinkException { Failure: EventSinkFailure.BadColumns }: return Of(StatusCode.InvalidArgument, error.Message);
            case EventSinkException:
                if (error.InnerException is { } cause) ServingLog.PushFailed(log, contract, cause);
                return Of(StatusCode.Unavailable, error.Message);
            case OperationCanceledException when isPastDeadline: return Of(StatusCode.DeadlineExceeded, $"The call's deadline passed before the commit ended: {Again}");
            case OperationCanceledException: return Of(StatusCode.Cancelled, $"The call was cancelled: {Again}");
            default: return GrpcErrors.From(error, contract, isPastDeadline, log);
        }
    }

    private static RpcException Of(StatusCode status, string message) => new(new Status(status, message));
}
