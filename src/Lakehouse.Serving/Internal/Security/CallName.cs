using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Http;

namespace Lakehouse.Serving.Internal.Security;

/// <summary>Marks endpoints that are no methods of gRPC with the method that they stand for.</summary>
/// <param name="Name">The method's name, for example <c>GetFeatures</c>.</param>
internal sealed record CallName(string Name)
{
    /// <summary>The method that a request is for; empty where there is none. Never a text of the caller, as its path is.</summary>
    public static string Of(HttpContext http)
    {
        var metadata = http.GetEndpoint()?.Metadata;
        return metadata?.GetMetadata<CallName>()?.Name ?? metadata?.GetMetadata<GrpcMethodMetadata>()?.Method.Name ?? "";
    }
}
