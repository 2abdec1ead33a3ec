using Lakehouse.Azure.Tests.Emulator;
using Lakehouse.Delta;
using Lakehouse.Delta.Storage.Azure;

namespace Lakehouse.Azure.Tests.Azurite;

/// <summary>What stands behind the address.</summary>
/// <param name="azurite">Azurite.</param>
public sealed class AzuriteTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Server_Started_IsThePinnedVersion()
    {
        var account = AzureAccount.Of(Development.Location(""), await azurite.OptionsAsync());

        var answer = (await account.Blobs.GetPropertiesAsync(Development.Cancel)).GetRawResponse();

        answer.Headers.TryGetValue("Server", out var server).Should().BeTrue();
        server.Should().Be($"Azurite-Blob/{AzuriteInstall.Version}");
    }

    [Fact]
    public async Task List_AsIfItHadDirectories_SaysWhichSettingIsWrong()
    {
        var options = await azurite.OptionsAsync() with { HierarchicalNamespace = true };
        var list = () => Development.Open(options).ListAsync("", "", Development.Cancel);

        await list.Should().ThrowAsync<DeltaException>().WithMessage("*AZURE_STORAGE_NAMESPACE=flat*");
    }
}
