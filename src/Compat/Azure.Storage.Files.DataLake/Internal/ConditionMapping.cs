using System.Globalization;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Files.DataLake.Models;

namespace Azure.Storage.Files.DataLake.Internal;

/// <summary>Conditions as headers of a DFS request, and as Blob clients take them.</summary>
internal static class ConditionMapping
{
    public static IEnumerable<KeyValuePair<string, string?>> ToHeaders(this DataLakeRequestConditions? conditions) => conditions is null ? [] :
    [
        new("If-Match", conditions.IfMatch?.ToString("H")),
        new("If-None-Match", conditions.IfNoneMatch?.ToString("H")),
        new("If-Modified-Since", conditions.IfModifiedSince?.ToString("R", CultureInfo.InvariantCulture)),
        new("If-Unmodified-Since", conditions.IfUnmodifiedSince?.ToString("R", CultureInfo.InvariantCulture)),
        new("x-ms-lease-id", conditions.LeaseId),
    ];

    public static BlobRequestConditions? ToBlob(this DataLakeRequestConditions? conditions) => conditions is null ? null : new()
    {
        IfMatch = conditions.IfMatch,
        IfNoneMatch = conditions.IfNoneMatch,
        IfModifiedSince = conditions.IfModifiedSince,
        IfUnmodifiedSince = conditions.IfUnmodifiedSince,
        LeaseId = conditions.LeaseId,
    };
}
