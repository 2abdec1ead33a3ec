using Lakehouse.Azure.Double;
using Lakehouse.Delta.Storage.Azure;

namespace Lakehouse.Azure.Tests.Emulator;

/// <summary>A test with a double of its own.</summary>
public abstract class DoubleTest : IAsyncLifetime
{
    private protected AzureDouble Account { get; private set; } = null!;

    private protected AzureStorageOptions Options => Development.Options(Account.Endpoint);

    private protected virtual AzureDoubleOptions DoubleOptions => new() { Containers = [Development.Container] };

    public async ValueTask InitializeAsync() => Account = await AzureDouble.StartAsync(DoubleOptions, Development.Cancel);

    public async ValueTask DisposeAsync()
    {
        await Account.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Requests other than reads that reached the double since the test began.</summary>
    private protected IEnumerable<SeenRequest> Writes => Account.Requests.Where(r => r.Method is not ("GET" or "HEAD"));
}
