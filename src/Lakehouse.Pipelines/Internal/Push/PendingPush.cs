using Lakehouse.Catalog.Events;

namespace Lakehouse.Pipelines.Internal.Push;

/// <summary>A request that waits for its commit.</summary>
/// <param name="Events">Its events.</param>
/// <param name="Cancelled">When nobody waits any more; what has not begun by then is left out.</param>
internal sealed record PendingPush(PushedEvents Events, CancellationToken Cancelled)
{
    private readonly TaskCompletionSource<PushReceipt> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What becomes of it.</summary>
    public Task<PushReceipt> Receipt => completion.Task;

    public void Complete(PushReceipt receipt) => completion.TrySetResult(receipt);

    public void Fail(Exception cause) => completion.TrySetException(cause);
}
