using Lakehouse.Delta;

namespace Lakehouse.Catalog.Internal;

/// <summary>The first request to a lake's storage: its settings. It tells within a minute whether anything answers there at all.</summary>
internal static class FirstContact
{
    private static readonly TimeSpan TimeAllowed = TimeSpan.FromMinutes(1);

    /// <exception cref="CatalogException">The settings are not valid.</exception>
    /// <exception cref="DeltaException">The storage refused, or did not answer.</exception>
    public static async Task<LakeSettings> ReadSettingsAsync(TableDirectory lake, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeAllowed);
        try
        {
            return SettingsReader.Read(await lake.ReadFileAsync(SettingsReader.FileName, limit.Token), $"{lake.Path}/{SettingsReader.FileName}");
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
