using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using HttpResponse = Microsoft.AspNetCore.Http.HttpResponse;

namespace Lakehouse.Serving.Internal.Rest;

/// <summary>Failures as transcoding writes them: google.rpc.Status as JSON, under the HTTP status that fits.</summary>
internal static class JsonErrors
{
    /// <summary>The types of details, which JSON writes by name.</summary>
    public static readonly TypeRegistry Types = TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor);
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithTypeRegistry(Types));

    public static Task WriteAsync(HttpResponse response, RpcException error)
    {
        response.StatusCode = error.StatusCode switch
        {
            StatusCode.Unauthenticated => StatusCodes.Status401Unauthorized,
            StatusCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
            StatusCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status400BadRequest,
        };
        if (error.StatusCode == StatusCode.Unauthenticated) response.Headers.WWWAuthenticate = "Bearer";
        response.ContentType = "application/json";
        return response.WriteAsync(Formatter.Format(GrpcErrors.DetailsOf(error)));
    }
}
