using Grpc.Core;
using Grpc.Net.Client;
using Lakehouse.Serving.V1;

namespace Lakehouse.Serving.Tests;

/// <summary>GetFeatures by bytes: what a client of any language sends and gets.</summary>
internal sealed class RawCaller(Uri server) : IDisposable
{
    private static readonly Method<byte[], byte[]> GetFeatures = new(
        MethodType.Unary, FeatureService.Descriptor.FullName, "GetFeatures", Marshallers.Create<byte[]>(b => b, b => b), Marshallers.Create<byte[]>(b => b, b => b));

    private readonly GrpcChannel channel = GrpcChannel.ForAddress(server);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public Task<byte[]> CallAsync(byte[] request) => CallAsync(request, new CallOptions(cancellationToken: Ct));

    public async Task<byte[]> CallAsync(byte[] request, CallOptions options) => await channel.CreateCallInvoker().AsyncUnaryCall(GetFeatures, host: null, options, request);

    /// <summary>The answer's bytes, or the status.</summary>
    public async Task<string> OutcomeAsync(byte[] request)
    {
        try
        {
            return Convert.ToHexString(await CallAsync(request));
        }
        catch (RpcException e)
        {
            return $"{e.StatusCode} {e.Status.Detail}";
        }
    }

    public void Dispose() => channel.Dispose();
}
