using System.Net;
using System.Net.Http.Headers;

namespace Lakehouse.Serving.Tests.Hostile;

/// <summary>Calls with whatever headers and bodies, over an HTTP/2 client that checks nothing of gRPC.</summary>
internal sealed class HostileCall(Uri address) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = address };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The call's grpc-status and whether it came with details; -1 for no status.</summary>
    public async Task<(int Status, string Message, bool HasDetails, byte[] Body)> SendAsync(string path, byte[] body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request, Ct);
        var bytes = await response.Content.ReadAsByteArrayAsync(Ct);
        if (response.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"The server answered {(int)response.StatusCode} where gRPC answers 200.");
        string? Field(string name) =>
            response.Headers.TryGetValues(name, out var values) || response.TrailingHeaders.TryGetValues(name, out values) ? values.First() : null;
        return (int.Parse(Field("grpc-status") ?? "-1", System.Globalization.CultureInfo.InvariantCulture), Field("grpc-message") ?? "", Field("grpc-status-details-bin") is not null, bytes);
    }

    public void Dispose() => http.Dispose();
}
