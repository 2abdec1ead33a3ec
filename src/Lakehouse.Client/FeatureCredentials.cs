using Grpc.Core;

namespace Lakehouse.Client;

/// <summary>What a client shows to a service that asks who calls.</summary>
public sealed class FeatureCredentials
{
    private const string ApiKeyHeader = "x-api-key";
    private const string TokenHeader = "authorization";
    private readonly Func<CancellationToken, ValueTask<Metadata.Entry>> entry;

    private FeatureCredentials(Func<CancellationToken, ValueTask<Metadata.Entry>> entry) => this.entry = entry;

    /// <summary>An API key, sent as <c>x-api-key</c>.</summary>
    public static FeatureCredentials ApiKey(string key)
    {
        var known = new Metadata.Entry(ApiKeyHeader, key);
        return new(_ => new(known));
    }

    /// <summary>A bearer token, sent as <c>authorization</c>.</summary>
    /// <param name="provider">Gives the token of a call; it caches what is still valid.</param>
    public static FeatureCredentials Bearer(Func<CancellationToken, ValueTask<string>> provider) => new(async ct => new(TokenHeader, $"Bearer {await provider(ct)}"));

    /// <summary>The headers of a call.</summary>
    internal async ValueTask<Metadata> HeadersAsync(CancellationToken ct) => [await entry(ct)];
}
