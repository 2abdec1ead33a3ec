using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Lakehouse.Delta.Storage.Azure;

/// <summary>Creates a blob if its name is free, and finds out whose it is when the answer leaves that open.</summary>
/// <remarks>
/// 1. One Put Blob with <c>If-None-Match: *</c>: atomic for writers and readers, on accounts with and without directories. The blob carries this call's own mark.
/// 2. Every answer that may hide our own success is settled by reading the mark: ours, or another's.
/// 3. No blob there: a request whose answer was lost may still be carried out, so the same bytes are put to the same name again, a few times.
/// 4. When nothing settles it, the outcome is unknown. It is never called a failure, for then the caller would repeat what may yet appear.
/// </remarks>
/// <param name="blob">The blob.</param>
/// <param name="place">Where it lies.</param>
/// <param name="options">Times allowed.</param>
internal sealed class BlobCreation(BlobClient blob, AzureLocation place, AzureStorageOptions options)
{
    private const string MarkName = "lakehouse_put";
    private const int MaxPuts = 4;

    private readonly string mark = Guid.NewGuid().ToString("N");

    /// <summary>True when this call created the blob, false when the name is taken.</summary>
    /// <remarks>
    /// Takes no cancellation: from the first request on, giving up would leave the outcome unknown. It ends by itself: all puts together have four times the network timeout.
    /// </remarks>
    /// <exception cref="DeltaException">The store refused, or the outcome is unknown.</exception>
    public async Task<bool> RunAsync(ReadOnlyMemory<byte> content)
    {
        using var limit = new CancellationTokenSource(options.NetworkTimeout * MaxPuts);
        for (var puts = 1; ; puts++)
        {
            try
            {
                await blob.UploadAsync(BinaryData.FromBytes(content), Request(content.Length), limit.Token);
                return true;
            }
            catch (Exception e) when (AzureFailure.IsAmbiguous(e))
            {
                if (await IsOursAsync(e) is { } ours) return ours;
                if (e is RequestFailedException { Status: 403 }) throw AzureFailure.Of(place, e);
                if (puts == MaxPuts || limit.IsCancellationRequested) throw AzureFailure.Unknown(place, e);
                await Task.Delay(options.RetryDelay * puts);
            }
            catch (Exception e) when (AzureFailure.Is(e, CancellationToken.None))
            {
                throw AzureFailure.Of(place, e);
            }
        }
    }

    private BlobUploadOptions Request(long length) => new()
    {
        Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
        Metadata = new Dictionary<string, string> { [MarkName] = mark },
        TransferOptions = AzureStorage.OneRequest(length),
    };

    /// <summary>Null when there is no blob, or nobody can say.</summary>
    private async Task<bool?> IsOursAsync(Exception cause)
    {
        try
        {
            using var limit = new CancellationTokenSource(options.NetworkTimeout);
            var found = await blob.GetPropertiesAsync(cancellationToken: limit.Token);
            return found.Value.Metadata.TryGetValue(MarkName, out var theirs) && theirs == mark;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return AzureFailure.IsAbsent(e) ? null : throw AzureFailure.Of(place, e);
        }
        catch (Exception e) when (AzureFailure.Is(e, CancellationToken.None))
        {
            return cause is RequestFailedException { Status: 403 } ? throw AzureFailure.Of(place, cause) : null;
        }
    }
}
