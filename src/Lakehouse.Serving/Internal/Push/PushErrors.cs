using Grpc.Core;
using Lakehouse.Catalog.Events;
using Microsoft.Extensions.Logging;

namespace Lakehouse.Serving.Internal.Push;

/// <summary>Failures of a push as gRPC statuses with stable reasons; what comes with every call is logged once a second, with how many there were.</summary>
internal sealed class PushErrors(TimeProvider clock, ILogger<PushErrors> log)
{
    private const string Again = "whether the events were committed is not known, and sending the same ones again is safe.";
    private static readonly TimeSpan RoomAfter = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LakeIsBackAfter = TimeSpan.FromSeconds(1);
    private readonly Sampler failures = new(clock);

    public RpcException From(Exception error, string contract, bool isPastDeadline)
    {
        switch (error)
        {
            case RpcException known: return known;
            case EventSinkException { Failure: EventSinkFailure.UnknownContract }: return GrpcErrors.Make(StatusCode.NotFound, ErrorReason.ContractNotFound, error.Message);
            case EventSinkException { Failure: EventSinkFailure.NotPushable }: return GrpcErrors.Make(StatusCode.FailedPrecondition, ErrorReason.ContractNotPushable, error.Message);
            case EventSinkException { Failure: EventSinkFailure.BadColumns }: return GrpcErrors.Make(StatusCode.InvalidArgument, ErrorReason.RequestInvalid, error.Message);
            case EventSinkException { Failure: EventSinkFailure.Backlog }: return GrpcErrors.Later(StatusCode.Unavailable, ErrorReason.PushBacklog, error.Message, RoomAfter);
            case EventSinkException:
                if (error.InnerException is { } cause) Tell(contract, cause);
                return GrpcErrors.Later(StatusCode.Unavailable, ErrorReason.LakeUnavailable, error.Message, LakeIsBackAfter);
            case OperationCanceledException when isPastDeadline:
                return GrpcErrors.Make(StatusCode.DeadlineExceeded, ErrorReason.DeadlineExceeded, $"The call's deadline passed before the commit ended: {Again}");
            case OperationCanceledException: return GrpcErrors.Make(StatusCode.Cancelled, ErrorReason.Cancelled, $"The call was cancelled: {Again}");
            default:
                Tell(contract, error);
                return GrpcErrors.Make(StatusCode.Internal, ErrorReason.Unexpected, $"The push failed, and the server's log says why: {Again}");
        }
    }

    private void Tell(string contract, Exception cause)
    {
        if (failures.TryPass(out var count)) ServingLog.PushFailed(log, contract, count, cause);
    }
}
