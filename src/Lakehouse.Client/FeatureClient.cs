using Grpc.Core;
using Grpc.Net.Client;
using Lakehouse.Client.Internal;

namespace Lakehouse.Client;

/// <summary>Looks features up in a feature service of one or several replicas; one instance per service, shared by all threads.</summary>
public sealed class FeatureClient : IDisposable
{
    private readonly GrpcChannel channel;
    private readonly FeatureClientOptions options;
    private readonly LookupCalls calls;
    private readonly LargeLookups large;
    private readonly Coalescer? coalescer;

    /// <summary>A client of the service at an address; connects at the first call.</summary>
    /// <param name="address">
    /// <c>http://127.0.0.1:5005</c> is HTTP/2 without TLS, <c>https://features:5005</c> with it; <c>dns:///features:5005</c> calls all addresses of a name in turn,
    /// with TLS where <see cref="FeatureClientOptions.Tls"/> is set.
    /// </param>
    /// <param name="options">How it calls; null for the defaults.</param>
    /// <exception cref="ArgumentException">Address or options are not usable; the message names all that is wrong.</exception>
    public FeatureClient(Uri address, FeatureClientOptions? options = null)
        : this([address], options)
    {
    }

    /// <summary>A client of the replicas of a service, which are called in turn; one that cannot be reached is left out until it can.</summary>
    /// <param name="replicas">Addresses, all <c>http</c> or all <c>https</c>.</param>
    /// <param name="options">How it calls; null for the defaults.</param>
    /// <exception cref="ArgumentException">Addresses or options are not usable; the message names all that is wrong.</exception>
    public FeatureClient(IReadOnlyList<Uri> replicas, FeatureClientOptions? options = null)
    {
        this.options = options ?? new();
        var addresses = new ServiceAddress(replicas, this.options);
        channel = Channels.Open(addresses, this.options, repeats: false);
        calls = new(channel.CreateCallInvoker(), this.options);
        large = new(calls, this.options);
        if (this.options.CoalesceWithin is { } delay) coalescer = new(calls, delay, this.options);
    }

    /// <summary>Looks up a batch of rows, in several calls where it is larger than one takes; all are of one instant then.</summary>
    /// <param name="query">Set, keys, inputs and instant.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="RpcException">
    /// NotFound: no such set. InvalidArgument: a key or input is missing or of another type.
    /// Unauthenticated or PermissionDenied: the credentials are missing, not valid, or do not reach.
    /// Unavailable: no server, or its store is down. DeadlineExceeded.
    /// </exception>
    /// <exception cref="FeatureSetChangedException">The set is not the one that the query asks for.</exception>
    public async Task<FeatureBatch> GetFeaturesAsync(FeatureQuery query, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        var deadline = options.Clock.GetUtcNow() + options.Deadline;
        var answer = coalescer is not null && Coalescer.Takes(query.Request)
            ? await coalescer.GetAsync(query.Request, deadline, ct)
            : await large.GetAsync(query.Request, deadline, ct);
        if (query.DefinitionHash is { } wanted && wanted != answer.Message.DefinitionHash)
            throw new FeatureSetChangedException(query.Request.Set, wanted, answer.Message.DefinitionHash);
        return new(answer.Shape, answer.Message);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => channel.Dispose();
}
