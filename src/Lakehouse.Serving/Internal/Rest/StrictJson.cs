using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using Lakehouse.Serving.Internal.Telemetry;
using Microsoft.AspNetCore.Http;

namespace Lakehouse.Serving.Internal.Rest;

/// <summary>Reads a lookup's JSON before transcoding does. That passes over what it does not know, and a misspelled <c>at</c> must be refused, not answered as of now.</summary>
/// <remarks>What is let through is written anew, in the one form that every reader of protobuf's JSON takes in the same way.</remarks>
internal sealed class StrictJson(ServingOptions options, RefusalMetrics refusals)
{
    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 16 };

    /// <summary>A handler that refuses what is no request, and hands the others on.</summary>
    public RequestDelegate Before(RequestDelegate next) => async context =>
    {
        try
        {
            await ReplaceBodyAsync(context);
        }
        catch (RpcException refused)
        {
            refusals.Count(GrpcErrors.ReasonOf(refused));
            await JsonErrors.WriteAsync(context.Response, refused);
            return;
        }

        await next(context);
    };

    private async Task ReplaceBodyAsync(HttpContext context)
    {
        var http = context.Request;
        if (http.QueryString.HasValue) throw GrpcErrors.Invalid("A lookup takes no parameters in its address; put them into the body.");
        if (!http.HasJsonContentType()) throw GrpcErrors.Malformed("A lookup's content-type is application/json.");
        var request = Read(await BytesAsync(context));
        if (request.CalculateSize() > options.MaxRequestBytes) throw GrpcErrors.TooLong(options.MaxRequestBytes);
        http.Body = new MemoryStream(Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(request)));
        (http.ContentLength, http.ContentType) = (http.Body.Length, "application/json");
    }

    private async Task<ReadOnlyMemory<byte>> BytesAsync(HttpContext context)
    {
        using var bytes = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw GrpcErrors.TooLong(options.MaxRequestBytes);
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    private static V1.GetFeaturesRequest Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes, Shallow);
            return JsonParser.Default.Parse<V1.GetFeaturesRequest>(Encoding.UTF8.GetString(JsonFields.Read(json.RootElement, V1.GetFeaturesRequest.Descriptor)));
        }
        catch (JsonException e)
        {
            throw GrpcErrors.Malformed($"The body is no JSON in UTF-8, from line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} on.");
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw GrpcErrors.Malformed(
                "A value of the body is not of its field's type: 64-bit integers are digits, best as text, instants are microseconds, bytes are base64; no value of a list is null.");
        }
    }
}
