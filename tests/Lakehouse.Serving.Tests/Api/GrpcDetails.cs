using Google.Rpc;
using Grpc.Core;

namespace Lakehouse.Serving.Tests.Api;

/// <summary>The details of a failed call, as clients read them.</summary>
/// <param name="Info">Always there.</param>
/// <param name="Violations">Of the request; null where it is not at fault.</param>
/// <param name="Retry">When to try again; null for never.</param>
internal sealed record GrpcDetails(ErrorInfo Info, BadRequest? Violations, RetryInfo? Retry)
{
    public static GrpcDetails Of(RpcException error)
    {
        var status = Google.Rpc.Status.Parser.ParseFrom(error.Trailers.GetValueBytes("grpc-status-details-bin"));
        status.Code.Should().Be((int)error.StatusCode);
        status.Message.Should().Be(error.Status.Detail);
        var info = status.Details.Single(d => d.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>();
        info.Domain.Should().Be("lakehouse");
        return new(
            info,
            status.Details.SingleOrDefault(d => d.Is(BadRequest.Descriptor))?.Unpack<BadRequest>(),
            status.Details.SingleOrDefault(d => d.Is(RetryInfo.Descriptor))?.Unpack<RetryInfo>());
    }
}
