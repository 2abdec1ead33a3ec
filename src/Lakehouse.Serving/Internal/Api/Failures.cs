using Google.Protobuf;
using Grpc.Core;
using Lakehouse.Features.Evaluation;
using Lakehouse.Online;
using Lakehouse.Online.Sets;
using Microsoft.Extensions.Logging;

namespace Lakehouse.Serving.Internal;

/// <summary>The one place where failures of lookups become statuses and lines of the log.</summary>
/// <remarks>A failure that comes with every call is told once a second, with how many there were.</remarks>
internal sealed class Failures(TimeProvider clock, ILogger<Lookups> log)
{
    private static readonly TimeSpan StoreIsBackAfter = TimeSpan.FromSeconds(1);
    private readonly Sampler store = new(clock);
    private readonly Sampler unexpected = new(clock);
    private readonly Sampler rows = new(clock);

    public RpcException From(Exception error, string set, bool isPastDeadline)
    {
        switch (error)
        {
            case RpcException known: return known;
            case OperationCanceledException when isPastDeadline:
                return GrpcErrors.Make(StatusCode.DeadlineExceeded, ErrorReason.DeadlineExceeded, "The call's deadline passed before the online store answered.");
            case OperationCanceledException: return GrpcErrors.Make(StatusCode.Cancelled, ErrorReason.Cancelled, "The call was cancelled.");
            case FitException fit: return GrpcErrors.Make(StatusCode.FailedPrecondition, ErrorReason.FitNotUsable, fit.Message, ("set", set));
            case OverflowException:
                return GrpcErrors.Make(StatusCode.ResourceExhausted, ErrorReason.MessageTooLarge, "The answer is larger than a message may be; send fewer rows.");
            case InvalidDataException or InvalidProtocolBufferException: return GrpcErrors.Malformed("A message of the stream cannot be read.");
            case OnlineStoreException:
                if (store.TryPass(out var failed)) ServingLog.StoreFailed(log, set, failed, error);
                return GrpcErrors.Later(StatusCode.Unavailable, ErrorReason.StoreUnavailable, "The online store cannot be read now; try again.", StoreIsBackAfter);
            default:
                if (unexpected.TryPass(out var count)) ServingLog.LookupFailed(log, set, count, error);
                return GrpcErrors.Make(StatusCode.Internal, ErrorReason.Unexpected, "The lookup failed; the server's log says why.");
        }
    }

    /// <summary>Tells of rows that the store could not give; what the caller did wrong is no event of the server.</summary>
    public void Tell(string set, IReadOnlyList<RowFault> faults)
    {
        foreach (var fault in faults)
        {
            if (fault.Cause is { } cause && rows.TryPass(out var count)) ServingLog.RowsFailed(log, fault.Rows.Count, set, count, cause);
        }
    }
}
