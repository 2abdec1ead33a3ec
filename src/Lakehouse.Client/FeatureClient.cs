using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using Lakehouse.Client.Internal;

namespace Lakehouse.Client;

/// <summary>Looks features up in a feature service; one instance per server, shared by all threads.</summary>
public sealed class FeatureClient : IDisposable
{
    private readonly GrpcChannel channel;
    private readonly CallInvoker invoker;
    private readonly ConcurrentDictionary<string, SetShape> shapes = new(StringComparer.Ordinal);
    private readonly FeatureClientOptions options;

    /// <summary>A client of the server at an address; connects at the first call.</summary>
    /// <param name="address">For example <c>http://127.0.0.1:5005</c>; <c>http</c> is HTTP/2 without TLS.</param>
    /// <param name="options">How it calls; null for the defaults.</param>
    public FeatureClient(Uri address, FeatureClientOptions? options = null)
    {
        this.options = options ?? new();
        channel = GrpcChannel.ForAddress(address, ChannelOptions(this.options));
        invoker = channel.CreateCallInvoker();
    }

    /// <summary>Looks up a batch of rows.</summary>
    /// <param name="query">Set, keys, inputs and instant.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="RpcException">
    /// NotFound: no such set. InvalidArgument: a key or input is missing or of another type. Unavailable: no server, or its store is down. DeadlineExceeded.
    /// </exception>
    public async Task<FeatureBatch> GetFeaturesAsync(FeatureQuery query, CancellationToken ct = default)
    {
        var call = new CallOptions(deadline: (options.Clock.GetUtcNow() + options.Deadline).UtcDateTime, cancellationToken: ct).WithWaitForReady(options.WaitForReady);
        if (shapes.TryGetValue(query.Request.Set, out var known))
        {
            var answer = await invoker.AsyncUnaryCall(FeatureCall.Method, host: null, call, new FeatureCall(query.Request, OmitSchema: true));
            if (answer.DefinitionHash == known.DefinitionHash) return new(known, answer);
        }

        var whole = await invoker.AsyncUnaryCall(FeatureCall.Method, host: null, call, new FeatureCall(query.Request, OmitSchema: false));
        return new(shapes[query.Request.Set] = new(whole), whole);
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => channel.Dispose();

    private static GrpcChannelOptions ChannelOptions(FeatureClientOptions options)
    {
        var method = new MethodConfig { Names = { MethodName.Default } };
        if (options.MaxAttempts > 1)
        {
            method.RetryPolicy = new()
            {
                MaxAttempts = options.MaxAttempts,
                InitialBackoff = TimeSpan.FromMilliseconds(20),
                MaxBackoff = TimeSpan.FromMilliseconds(500),
                BackoffMultiplier = 2,
                RetryableStatusCodes = { StatusCode.Unavailable },
            };
        }

        return new()
        {
            HttpHandler = Http.Handler(),
            DisposeHttpClient = true,
            MaxReceiveMessageSize = options.MaxReceiveMessageBytes,
            MaxRetryAttempts = Math.Max(options.MaxAttempts, 1),
            ServiceConfig = new() { MethodConfigs = { method } },
        };
    }
}
