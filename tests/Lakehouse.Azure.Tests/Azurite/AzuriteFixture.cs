using Azure.Storage;
using Azure.Storage.Blobs;
using Lakehouse.Azure.Tests.Azurite;
using Lakehouse.Azure.Tests.Emulator;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace Lakehouse.Azure.Tests.Azurite;

/// <summary>One Azurite for all tests, started by the first that asks; where node or npm's registry is missing, tests skip at home and fail where CI is set.</summary>
public sealed class AzuriteFixture : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private AzuriteServer? server;
    private Exception? failure;

    /// <summary>The address of the development account, in which the tests' container exists.</summary>
    public async Task<Uri> EndpointAsync()
    {
        Assert.SkipUnless(AzuriteInstall.HasNode() || IsCi, "node is not installed, and Azurite needs it.");
        await gate.WaitAsync(Development.Cancel);
        try
        {
            if (failure is null && server is null) await StartAsync();
        }
        finally
        {
            gate.Release();
        }

        if (failure is not null && IsCi) throw new InvalidOperationException("Azurite is required where CI is set.", failure);
        Assert.SkipWhen(failure is not null, $"Azurite cannot be had: {failure?.Message}");
        return server!.Endpoint;
    }

    public void Dispose()
    {
        server?.Dispose();
        gate.Dispose();
    }

    private static bool IsCi => Environment.GetEnvironmentVariable("CI") is { Length: > 0 };

    private async Task StartAsync()
    {
        try
        {
            server = await AzuriteServer.StartAsync([], Development.Cancel);
        }
        catch (InvalidOperationException e)
        {
            failure = e;
            return;
        }

        var options = new BlobClientOptions(BlobClientOptions.ServiceVersion.V2026_02_06);
        var account = new BlobServiceClient(server.Endpoint, new StorageSharedKeyCredential(Development.Account, Development.Key), options);
        await account.GetBlobContainerClient(Development.Container).CreateIfNotExistsAsync(cancellationToken: Development.Cancel);
    }
}
