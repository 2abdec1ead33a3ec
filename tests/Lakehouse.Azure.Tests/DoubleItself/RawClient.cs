using System.Globalization;
using Lakehouse.Azure.Double;
using Lakehouse.Azure.Tests.Emulator;

namespace Lakehouse.Azure.Tests.DoubleItself;

/// <summary>Requests made by hand and signed by the documentation's rules, as another engine's client would send them.</summary>
/// <param name="endpoint">The account's address.</param>
internal sealed class RawClient(Uri endpoint) : IDisposable
{
    private readonly HttpClient http = new();

    /// <summary>The status and the service's error code.</summary>
    public async Task<string> SendAsync(string method, string pathAndQuery, string body = "", params IEnumerable<(string Name, string Value)> headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"{endpoint}/{Development.Container}{pathAndQuery}") { Content = new StringContent(body) };
        request.Content.Headers.ContentType = null;
        var now = TimeProvider.System.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        var signed = headers.Append(("x-ms-date", now)).Append(("x-ms-version", "2026-02-06")).ToDictionary(h => h.Item1, h => h.Item2);
        foreach (var (name, value) in signed) request.Headers.TryAddWithoutValidation(name, value);
        signed["content-length"] = $"{body.Length}";
        var authorization = SharedKeySignature.Authorization(Development.Account, Development.Key, method, request.RequestUri!.PathAndQuery, signed);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await http.SendAsync(request, Development.Cancel);
        return $"{(int)answer.StatusCode} {(answer.Headers.TryGetValues("x-ms-error-code", out var codes) ? codes.First() : "")}".TrimEnd();
    }

    public void Dispose() => http.Dispose();
}
