using Grpc.Core;
using Lakehouse.Serving.Internal.Rest;
using Microsoft.AspNetCore.Http;

namespace Lakehouse.Serving.Internal.Guards;

/// <summary>Refusals before any handler, as those who called over gRPC and over REST get them from a handler.</summary>
internal static class Refusal
{
    /// <summary>Writes the whole answer.</summary>
    public static Task WriteAsync(HttpContext http, RpcException refusal)
    {
        if (!IsGrpc(http.Request)) return JsonErrors.WriteAsync(http.Response, refusal);
        http.Response.ContentType = "application/grpc";
        Write(http.Response.Headers, refusal);
        return Task.CompletedTask;
    }

    /// <summary>Writes status, message and details.</summary>
    /// <param name="fields">The headers of an answer without messages, else its trailers.</param>
    /// <param name="refusal">What they say.</param>
    public static void Write(IHeaderDictionary fields, RpcException refusal)
    {
        fields.GrpcStatus = ((int)refusal.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        fields.GrpcMessage = Uri.EscapeDataString(refusal.Status.Detail);
        fields[GrpcErrors.DetailsKey] = Convert.ToBase64String(refusal.Trailers.GetValueBytes(GrpcErrors.DetailsKey)!).TrimEnd('=');
    }

    /// <summary>What becomes of a call whose answer was made and then could not be written.</summary>
    public static RpcException Unwritable() => GrpcErrors.Make(StatusCode.Internal, ErrorReason.Unexpected, "The server could not write its answer.");

    public static bool IsGrpc(HttpRequest request) => request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;
}
