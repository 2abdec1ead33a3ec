using System.Globalization;
using Lakehouse.Azure.Double;
using Lakehouse.Azure.Tests.Azurite;
using Lakehouse.Azure.Tests.Emulator;
using Lakehouse.Delta.Storage.Azure;

namespace Lakehouse.Azure.Tests.DoubleItself;

/// <summary>The double's signer, judged by Azurite: what the double lets in, a real verifier lets in too.</summary>
/// <param name="azurite">Azurite.</param>
public sealed class SharedKeySignatureTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData("?restype=container&comp=list&prefix=t%2Fa%20b", "")]
    [InlineData("/t/a%20b%2Bc%C3%A9.json", "bytes=0-0")]
    public async Task Authorization_QueryRangeAndOddNames_AzuriteAgrees(string pathAndQuery, string range)
    {
        var options = await azurite.OptionsAsync();
        await Development.Open(options, table: "t").PutAsync("a b+cé.json", new byte[] { 1, 2 }, Development.Cancel);

        (await SendAsync(options, pathAndQuery, range, Development.Key)).Should().BeInRange(200, 206);
        (await SendAsync(options, pathAndQuery, range, Convert.ToBase64String(new byte[64]))).Should().BeInRange(400, 403);
    }

    private static async Task<int> SendAsync(AzureStorageOptions options, string pathAndQuery, string range, string key)
    {
        var address = new Uri($"{options.Endpoint}/{Development.Container}{pathAndQuery}");
        var now = TimeProvider.System.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string> { ["x-ms-date"] = now, ["x-ms-version"] = "2026-02-06" };
        if (range.Length > 0) headers["range"] = range;
        using var request = options.Transport!.CreateRequest();
        request.Method = global::Azure.Core.RequestMethod.Get;
        request.Uri.Reset(address);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        request.Headers.Add("Authorization", SharedKeySignature.Authorization(Development.Account, key, "GET", address.PathAndQuery, headers));
        using var message = new global::Azure.Core.HttpMessage(request, new global::Azure.Core.ResponseClassifier());
        await options.Transport.ProcessAsync(message);
        return message.Response.Status;
    }
}
