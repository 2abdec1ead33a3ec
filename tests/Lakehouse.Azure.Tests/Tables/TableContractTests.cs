using Lakehouse.Azure.Double;
using Lakehouse.Azure.Tests.Azurite;
using Lakehouse.Azure.Tests.Emulator;
using Lakehouse.Delta.Storage.Azure;

namespace Lakehouse.Azure.Tests.Tables;

/// <summary>Tables in an account with directories.</summary>
public sealed class DoubleTableTests : TableContract, IAsyncLifetime
{
    private AzureDouble account = null!;

    public async ValueTask InitializeAsync() => account = await AzureDouble.StartAsync(new() { Containers = [Development.Container], PageSize = 4 }, Development.Cancel);

    public ValueTask DisposeAsync() => account.DisposeAsync();

    private protected override Task<AzureStorageOptions> OptionsAsync() => Task.FromResult(Development.Options(account.Endpoint));
}

/// <summary>Tables in an account without directories.</summary>
/// <param name="azurite">Azurite.</param>
public sealed class AzuriteTableTests(AzuriteFixture azurite) : TableContract
{
    private protected override Task<AzureStorageOptions> OptionsAsync() => azurite.OptionsAsync();
}
