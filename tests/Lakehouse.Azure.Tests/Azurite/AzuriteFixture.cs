using System.ComponentModel;
using Lakehouse.Azure.Tests.Azurite;
using Lakehouse.Azure.Tests.Emulator;
using Lakehouse.Delta.Storage.Azure;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace Lakehouse.Azure.Tests.Azurite;

/// <summary>One Azurite for all tests, over https so that it takes tokens too; started by the first that asks.</summary>
/// <remarks>Where node or npm's registry is missing, tests skip at home and fail where CI is set.</remarks>
public sealed class AzuriteFixture : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private readonly SelfSignedCertificate certificate = new();
    private AzuriteServer? server;
    private Exception? failure;

    /// <summary>The account's key and address, trust in its certificate, and no directories; the tests' container exists.</summary>
    internal async Task<AzureStorageOptions> OptionsAsync()
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
        return Options(server!);
    }

    public void Dispose()
    {
        server?.Dispose();
        certificate.Dispose();
        gate.Dispose();
    }

    private static bool IsCi => Environment.GetEnvironmentVariable("CI") is { Length: > 0 };

    private async Task StartAsync()
    {
        try
        {
            server = await AzuriteServer.StartAsync(["--oauth", "basic", "--cert", certificate.CertificateFile, "--key", certificate.KeyFile], Development.Cancel);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            failure = e;
            return;
        }

        var account = AzureAccount.Of(Development.Location(""), Options(server));
        await account.Blobs.GetBlobContainerClient(Development.Container).CreateIfNotExistsAsync(cancellationToken: Development.Cancel);
    }

    private AzureStorageOptions Options(AzuriteServer running) => Development.Options(running.Endpoint) with { HierarchicalNamespace = false, Transport = certificate.Transport };
}
