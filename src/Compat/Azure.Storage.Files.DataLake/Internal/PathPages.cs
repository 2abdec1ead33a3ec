using System.Globalization;
using System.Text.Json;
using Azure.Core;
using Azure.Storage.Files.DataLake.Models;

namespace Azure.Storage.Files.DataLake.Internal;

/// <summary>The pages of a listing; the service writes numbers and booleans as texts and leaves <c>isDirectory</c> out for files.</summary>
internal sealed class PathPages(AccountContext account, string fileSystem, DataLakeGetPathsOptions options, CancellationToken cancellationToken)
    : AsyncPageable<PathItem>(cancellationToken)
{
    public override async IAsyncEnumerable<Page<PathItem>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        do
        {
            var answer = await account.SendAsync(RequestMethod.Get, fileSystem, "", Query(continuationToken, pageSizeHint), [], CancellationToken).ConfigureAwait(false);
            using var json = JsonDocument.Parse(answer.Content);
            var items = json.RootElement.GetProperty("paths").EnumerateArray().Select(Read).ToList();
            continuationToken = answer.Headers.TryGetValue("x-ms-continuation", out var next) && next!.Length > 0 ? next : null;
            yield return Page<PathItem>.FromValues(items, continuationToken, answer);
        }
        while (continuationToken is not null);
    }

    private IEnumerable<KeyValuePair<string, string?>> Query(string? continuationToken, int? pageSize) =>
    [
        new("resource", "filesystem"),
        new("recursive", options.Recursive ? "true" : "false"),
        new("upn", options.UserPrincipalName ? "true" : "false"),
        new("directory", string.IsNullOrEmpty(options.Path) ? null : options.Path.Trim('/')),
        new("continuation", continuationToken),
        new("maxResults", pageSize?.ToString(CultureInfo.InvariantCulture)),
        new("beginFrom", options.StartFrom),
    ];

    private static PathItem Read(JsonElement item) => new(
        item.GetProperty("name").GetString()!,
        item.TryGetProperty("isDirectory", out var isDirectory) ? bool.Parse(isDirectory.ToString()) : null,
        item.TryGetProperty("lastModified", out var modified) ? DateTimeOffset.Parse(modified.GetString()!, CultureInfo.InvariantCulture) : default,
        item.TryGetProperty("etag", out var tag) ? new ETag(tag.GetString()!) : default,
        item.TryGetProperty("contentLength", out var length) ? long.Parse(length.ToString(), CultureInfo.InvariantCulture) : null);
}
