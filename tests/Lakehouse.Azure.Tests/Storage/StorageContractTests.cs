using Lakehouse.Azure.Double;
using Lakehouse.Azure.Tests.Azurite;
using Lakehouse.Azure.Tests.Emulator;
using Lakehouse.Delta.Storage;

namespace Lakehouse.Azure.Tests.Storage;

/// <summary>The contract on the local disk.</summary>
public sealed class LocalStorageContractTests : StorageContract
{
    private protected override Task<IStorage> OpenAsync() => Task.FromResult<IStorage>(new LocalStorage(LocalDirectory));
}

/// <summary>The contract on an account with directories, whose listings come in small pages.</summary>
public sealed class DoubleStorageContractTests : StorageContract, IAsyncLifetime
{
    private AzureDouble account = null!;

    public async ValueTask InitializeAsync() => account = await AzureDouble.StartAsync(new() { Containers = [Development.Container], PageSize = 2 }, Development.Cancel);

    public ValueTask DisposeAsync() => account.DisposeAsync();

    private protected override Task<IStorage> OpenAsync() => Task.FromResult(Development.OpenCached(Development.Options(account.Endpoint), LocalDirectory));
}

/// <summary>The contract on an account without directories.</summary>
/// <param name="azurite">Azurite.</param>
public sealed class AzuriteStorageContractTests(AzuriteFixture azurite) : StorageContract
{
    private protected override async Task<IStorage> OpenAsync() => Development.OpenCached(await azurite.OptionsAsync(), LocalDirectory);
}
