using Azure.Core;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Files.DataLake.Internal;
using Azure.Storage.Files.DataLake.Models;

namespace Azure.Storage.Files.DataLake;

/// <summary>A file.</summary>
public class DataLakeFileClient : DataLakePathClient
{
    /// <summary>For mocking.</summary>
    protected DataLakeFileClient()
    {
    }

    internal DataLakeFileClient(AccountContext account, string fileSystemName, string path)
        : base(account, fileSystemName, path)
    {
    }

    /// <summary>The file's content, or a range of it, in memory.</summary>
    /// <exception cref="RequestFailedException">404 when the file is absent; 416 past its end; any other refusal.</exception>
    public virtual async Task<Response<DataLakeFileReadResult>> ReadContentAsync(DataLakeFileReadOptions? options, CancellationToken cancellationToken = default)
    {
        var request = options is null ? null : new BlobDownloadOptions { Range = options.Range, Conditions = options.Conditions.ToBlob() };
        var answer = await Blob.DownloadContentAsync(request, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(new DataLakeFileReadResult(answer.Value.Content, new FileDownloadDetails(answer.Value.Details)), answer.GetRawResponse());
    }

    /// <summary>Downloads the file to a local one, in parallel ranges of one and the same state of it.</summary>
    /// <exception cref="RequestFailedException">404 when the file is absent; 412 when it changes meanwhile; any other refusal.</exception>
    public virtual Task<Response> ReadToAsync(string path, DataLakeFileReadToOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = new BlobDownloadToOptions { Conditions = options?.Conditions.ToBlob(), TransferOptions = options?.TransferOptions ?? default };
        return Blob.DownloadToAsync(path, request, cancellationToken);
    }

    /// <summary>Deletes the file.</summary>
    /// <returns>False when there was none.</returns>
    /// <exception cref="RequestFailedException">Any refusal but absence.</exception>
    public virtual async Task<Response<bool>> DeleteIfExistsAsync(DataLakeRequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        try
        {
            var answer = await Account.SendAsync(RequestMethod.Delete, FileSystemName, Path, [], conditions.ToHeaders(), cancellationToken).ConfigureAwait(false);
            return Response.FromValue(true, answer);
        }
        catch (RequestFailedException e) when (e.ErrorCode is "PathNotFound" or "FilesystemNotFound" && e.GetRawResponse() is { } answer)
        {
            return Response.FromValue(false, answer);
        }
    }
}
