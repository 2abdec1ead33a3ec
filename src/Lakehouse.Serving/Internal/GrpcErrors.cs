using Grpc.Core;
using Lakehouse.Features;
using Lakehouse.Features.Evaluation;
using Lakehouse.Online;
using Microsoft.Extensions.Logging;

namespace Lakehouse.Serving.Internal;

/// <summary>The one place where failures become gRPC statuses; texts for the client name columns and rows, never values, paths or foreign messages.</summary>
internal static class GrpcErrors
{
    public static RpcException Invalid(string message) => new(new Status(StatusCode.InvalidArgument, message));

    public static RpcException TooManyRows(int rows, int limit) =>
        new(new Status(StatusCode.ResourceExhausted, $"{rows} rows are more than the {limit} that this server takes in one request; send several."));

    public static RpcException UnknownSet(VersionedName set) =>
        new(new Status(StatusCode.NotFound, $"Feature set {set} is not registered; `lakehouse read _catalog/definitions` lists what is."));

    public static RpcException UnknownFit(VersionedName set) =>
        new(new Status(StatusCode.NotFound, $"There is no fit of the given name for {set}; `lakehouse fit list` lists what there is."));

    public static RpcException From(Exception error, string set, bool isPastDeadline, ILogger log)
    {
        switch (error)
        {
            case RpcException known: return known;
            case OperationCanceledException when isPastDeadline: return new(new Status(StatusCode.DeadlineExceeded, "The call's deadline passed before the online store answered."));
            case OperationCanceledException: return new(new Status(StatusCode.Cancelled, "The call was cancelled."));
            case ValueOverflowException overflow: return Invalid(overflow.Message);
            case FitException fit: return new(new Status(StatusCode.FailedPrecondition, fit.Message));
            case OnlineStoreException:
                ServingLog.StoreFailed(log, set, error);
                return new(new Status(StatusCode.Unavailable, "The online store cannot be read now; try again."));
            default:
                ServingLog.LookupFailed(log, set, error);
                return new(new Status(StatusCode.Internal, "The lookup failed; the server's log says why."));
        }
    }
}
