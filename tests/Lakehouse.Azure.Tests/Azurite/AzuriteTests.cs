using Lakehouse.Azure.Tests.Emulator;

namespace Lakehouse.Azure.Tests.Azurite;

/// <summary>What stands behind the address.</summary>
/// <param name="azurite">Azurite.</param>
public sealed class AzuriteTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Server_Started_IsThePinnedVersion()
    {
        using var http = new HttpClient();

        var answer = await http.GetAsync(await azurite.EndpointAsync(), Development.Cancel);

        answer.Headers.Server.ToString().Should().Be($"Azurite-Blob/{AzuriteInstall.Version}");
    }
}
