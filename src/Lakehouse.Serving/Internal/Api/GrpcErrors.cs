using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Lakehouse.Features;
using Status = Grpc.Core.Status;

namespace Lakehouse.Serving.Internal;

/// <summary>Failures as gRPC statuses with google.rpc details; texts for the client name columns and rows, never values, paths or foreign messages.</summary>
internal static class GrpcErrors
{
    public const string Domain = "lakehouse";
    public const string DetailsKey = "grpc-status-details-bin";

    /// <summary>A status with an ErrorInfo.</summary>
    /// <param name="code">The status.</param>
    /// <param name="reason">One of <see cref="ErrorReason"/>.</param>
    /// <param name="message">For people: what happened and what to do.</param>
    /// <param name="metadata">Facts for programs.</param>
    public static RpcException Make(StatusCode code, string reason, string message, params ReadOnlySpan<(string Key, string Value)> metadata) =>
        Make(code, reason, message, more: null, metadata);

    /// <summary>A mistake of the caller.</summary>
    /// <param name="message">What is wrong and what would be right.</param>
    /// <param name="field">The field of the request, as <c>keys[airport]</c>; null where it is the request as a whole.</param>
    public static RpcException Invalid(string message, string? field = null)
    {
        if (field is null) return Make(StatusCode.InvalidArgument, ErrorReason.RequestInvalid, message);
        var violation = new BadRequest.Types.FieldViolation { Field = field, Description = message, Reason = ErrorReason.RequestInvalid };
        return Make(StatusCode.InvalidArgument, ErrorReason.RequestInvalid, message, new BadRequest { FieldViolations = { violation } }, ("field", field));
    }

    /// <summary>A failure that passes: try again after a while.</summary>
    public static RpcException Later(StatusCode code, string reason, string message, TimeSpan after, params ReadOnlySpan<(string Key, string Value)> metadata) =>
        Make(code, reason, message, new RetryInfo { RetryDelay = Duration.FromTimeSpan(after) }, metadata);

    public static RpcException Malformed(string message) => Make(StatusCode.InvalidArgument, ErrorReason.MessageMalformed, message);

    public static RpcException TooLong(int limit) => Make(
        StatusCode.ResourceExhausted, ErrorReason.MessageTooLarge,
        $"The message is longer than the {limit} bytes that this server takes; send several.", ("limit", FormattableString.Invariant($"{limit}")));

    public static RpcException TooManyRows(int rows, int limit) => Make(
        StatusCode.ResourceExhausted, ErrorReason.TooManyRows,
        $"{rows} rows are more than the {limit} that this server takes in one request; send several.", ("limit", FormattableString.Invariant($"{limit}")));

    public static RpcException UnknownSet(VersionedName set) =>
        Make(StatusCode.NotFound, ErrorReason.SetNotFound, $"Feature set {set} is not registered; `lakehouse read _catalog/definitions` lists what is.", ("set", set.ToString()));

    public static RpcException UnknownFit(VersionedName set) =>
        Make(StatusCode.NotFound, ErrorReason.FitNotFound, $"There is no fit of the given name for {set}; `lakehouse fit list` lists what there is.", ("set", set.ToString()));

    /// <summary>The details that a status carries; made up from its code where it has none.</summary>
    public static Google.Rpc.Status DetailsOf(RpcException error) =>
        error.Trailers.GetValueBytes(DetailsKey) is { } bytes ? Google.Rpc.Status.Parser.ParseFrom(bytes)
            : Details(error.StatusCode, ErrorReason.Unexpected, error.Status.Detail, more: null, []);

    /// <summary>The reason of an error that this class made.</summary>
    public static string ReasonOf(RpcException error) =>
        DetailsOf(error).Details.FirstOrDefault(d => d.Is(ErrorInfo.Descriptor)) is { } info ? info.Unpack<ErrorInfo>().Reason : ErrorReason.Unexpected;

    public static Google.Rpc.Status Details(StatusCode code, string reason, string message, IMessage? more, ReadOnlySpan<(string Key, string Value)> metadata)
    {
        var info = new ErrorInfo { Reason = reason, Domain = Domain };
        foreach (var (key, value) in metadata) info.Metadata.Add(key, value);
        var details = new Google.Rpc.Status { Code = (int)code, Message = message, Details = { Any.Pack(info) } };
        if (more is not null) details.Details.Add(Any.Pack(more));
        return details;
    }

    private static RpcException Make(StatusCode code, string reason, string message, IMessage? more, params ReadOnlySpan<(string Key, string Value)> metadata) =>
        new(new Status(code, message), new Metadata { { DetailsKey, Details(code, reason, message, more, metadata).ToByteArray() } });
}
