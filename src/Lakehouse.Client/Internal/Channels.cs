using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;

namespace Lakehouse.Client.Internal;

/// <summary>Opens the channel of a client: balancing, retries with a budget, encryption.</summary>
internal static class Channels
{
    /// <summary>Answers that allow one more repetition are ten: a tenth of a token each.</summary>
    private const double TokenRatio = 0.1;

    /// <param name="address">The service.</param>
    /// <param name="options">How it is called.</param>
    /// <param name="repeats">Whether the channel repeats calls that failed; who does that itself spares the machinery. It hedges in any case.</param>
    public static GrpcChannel Open(ServiceAddress address, FeatureClientOptions options, bool repeats)
    {
        var config = new ServiceConfig
        {
            MethodConfigs = { Method(options, repeats) },
            // Repetitions stop when half of the tokens are gone.
            RetryThrottling = new() { MaxTokens = 2 * options.RetryBudget, TokenRatio = TokenRatio },
        };
        if (address.IsBalanced) config.LoadBalancingConfigs.Add(new RoundRobinConfig());
        return GrpcChannel.ForAddress(address.Target, new()
        {
            HttpHandler = Http.Handler(options.Tls),
            DisposeHttpClient = true,
            Credentials = address.IsSecure ? ChannelCredentials.SecureSsl : ChannelCredentials.Insecure,
            ServiceProvider = new Resolvers(address.Replicas),
            MaxReceiveMessageSize = options.MaxReceiveMessageBytes,
            MaxRetryAttempts = options.MaxAttempts,
            InitialReconnectBackoff = TimeSpan.FromMilliseconds(100),
            MaxReconnectBackoff = TimeSpan.FromSeconds(2),
            ServiceConfig = config,
        });
    }

    private static MethodConfig Method(FeatureClientOptions options, bool repeats)
    {
        var method = new MethodConfig { Names = { MethodName.Default } };
        if (options.MaxAttempts == 1) return method;
        if (options.HedgeAfter is { } delay)
        {
            method.HedgingPolicy = new() { MaxAttempts = options.MaxAttempts, HedgingDelay = delay, NonFatalStatusCodes = { StatusCode.Unavailable } };
            return method;
        }

        if (!repeats) return method;
        method.RetryPolicy = new()
        {
            MaxAttempts = options.MaxAttempts,
            InitialBackoff = TimeSpan.FromMilliseconds(20),
            MaxBackoff = TimeSpan.FromMilliseconds(500),
            BackoffMultiplier = 2,
            RetryableStatusCodes = { StatusCode.Unavailable },
        };
        return method;
    }
}
