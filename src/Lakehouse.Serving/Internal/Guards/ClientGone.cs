using Google.Protobuf;

namespace Lakehouse.Serving.Internal.Guards;

/// <summary>Tells a client that reset its stream, or went away, from a failure of the service.</summary>
internal static class ClientGone
{
    /// <summary>Kestrel fails the read of a stream that was reset first, and cancels the call's token a moment later, from another thread.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    /// <summary>The failure of a call that reads messages; a cancellation where its client is gone.</summary>
    /// <param name="error">What the handler ended with.</param>
    /// <param name="call">The call's token.</param>
    public static async Task<Exception> ExplainAsync(Exception error, CancellationToken call)
    {
        var isOfConnection = error is IOException and not InvalidProtocolBufferException;
        if (isOfConnection && !call.IsCancellationRequested) await Task.Delay(Moment, call).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return call.IsCancellationRequested && error is not OperationCanceledException ? new OperationCanceledException(error.Message, error) : error;
    }
}
