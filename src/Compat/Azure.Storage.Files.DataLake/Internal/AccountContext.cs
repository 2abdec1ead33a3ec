using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace Azure.Storage.Files.DataLake.Internal;

/// <summary>One account: a Blob client for what Blob can do, and the DFS address for the verbs that it lacks.</summary>
internal sealed class AccountContext
{
    private readonly HttpPipeline pipeline;
    private readonly AccountUri dfs;
    private readonly string version;

    public AccountContext(Uri serviceUri, Func<Uri, BlobClientOptions, BlobServiceClient> createBlobs, DataLakeClientOptions options)
    {
        var given = new AccountUri(serviceUri);
        Name = given.AccountName;
        dfs = given.WithService("dfs");
        Blobs = createBlobs(given.WithService("blob").Value, options.ToBlob());
        pipeline = BorrowedPipeline.Of(Blobs);
        version = options.VersionHeader;
    }

    public string Name { get; }

    public BlobServiceClient Blobs { get; }

    public Uri DfsUri(string fileSystem, string path) => dfs.Append(fileSystem, path);

    /// <summary>One DFS request without a body.</summary>
    /// <exception cref="RequestFailedException">The service refused.</exception>
    public async Task<Response> SendAsync(
        RequestMethod method,
        string fileSystem,
        string path,
        IEnumerable<KeyValuePair<string, string?>> query,
        IEnumerable<KeyValuePair<string, string?>> headers,
        CancellationToken cancellationToken)
    {
        using var message = pipeline.CreateMessage();
        var request = message.Request;
        request.Method = method;
        request.Uri.Reset(DfsUri(fileSystem, path));
        foreach (var (name, value) in query)
        {
            if (value is not null) request.Uri.AppendQuery(name, value, escapeValue: true);
        }

        request.Headers.SetValue("x-ms-version", version);
        request.Headers.SetValue("Accept", "application/json");
        foreach (var (name, value) in headers)
        {
            if (value is not null) request.Headers.SetValue(name, value);
        }

        await pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return message.Response.IsError ? throw new RequestFailedException(message.Response) : message.Response;
    }
}
