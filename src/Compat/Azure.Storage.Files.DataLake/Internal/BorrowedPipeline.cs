using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace Azure.Storage.Files.DataLake.Internal;

/// <summary>Hands out the whole pipeline of a Blob client (retries, shared key, SAS, tokens); it signs DFS requests as well.</summary>
internal sealed class BorrowedPipeline : BlobServiceClient
{
    public static HttpPipeline Of(BlobServiceClient client) => GetHttpPipeline(client);
}
