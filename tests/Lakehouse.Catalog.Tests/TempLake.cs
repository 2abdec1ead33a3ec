namespace Lakehouse.Catalog.Tests;

/// <summary>A directory for one lake, gone with the test.</summary>
public sealed class TempLake : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("lakehouse-catalog-").FullName;

    public Task<Lake> OpenAsync(bool create = true) => Lake.OpenAsync(Root, create, TimeProvider.System, TestContext.Current.CancellationToken);

    public async Task<FeatureCatalog> CatalogAsync() => new(await OpenAsync());

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
