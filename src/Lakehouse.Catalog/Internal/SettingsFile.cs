using Lakehouse.Delta;

namespace Lakehouse.Catalog.Internal;

/// <summary>A lake's <c>lakehouse.yaml</c>. Reading it is the first request to the lake's storage, too: it tells within a minute whether anything answers there at all.</summary>
internal sealed class SettingsFile(TableDirectory lake)
{
    private static readonly TimeSpan TimeAllowed = TimeSpan.FromMinutes(1);
    private (byte[]? Content, LakeSettings Settings)? known;

    /// <summary>The settings as they are now.</summary>
    /// <exception cref="CatalogException">The settings are not valid.</exception>
    /// <exception cref="DeltaException">The storage refused, or did not answer.</exception>
    public async Task<LakeSettings> ReadAsync(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeAllowed);
        try
        {
            var content = await lake.ReadFileAsync(SettingsReader.FileName, limit.Token);
            if (known is { } before && before.Content is null == content is null && before.Content.AsSpan().SequenceEqual(content)) return before.Settings;
            var settings = SettingsReader.Read(content, $"{lake.Path}/{SettingsReader.FileName}");
            known = (content, settings);
            return settings;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new DeltaException(
                DeltaErrorCode.Storage,
                $"The storage of the lake at {lake.Path} gave no answer within {TimeAllowed.TotalSeconds:0} s. "
                + "Check the account's name and the network (AZURE_STORAGE_ENDPOINT for emulators).",
                isTransient: true);
        }
    }
}
