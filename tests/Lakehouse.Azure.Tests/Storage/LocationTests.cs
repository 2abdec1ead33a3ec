using Lakehouse.Delta;
using Lakehouse.Delta.Storage.Azure;

namespace Lakehouse.Azure.Tests.Storage;

/// <summary>How places are spelled.</summary>
public sealed class LocationTests
{
    [Theory]
    [InlineData("abfss://lake@acc.dfs.core.windows.net/a b/t", "lake", "acc", "a b/t")]
    [InlineData("ABFSS://lake@Acc.dfs.core.windows.net/t/", "lake", "acc", "t")]
    [InlineData("abfs://lake@acc.dfs.core.chinacloudapi.cn", "lake", "acc", "")]
    public void Parse_Place_ContainerAccountAndPath(string text, string container, string account, string path)
    {
        var location = AzureLocation.Parse(text);

        (location.Container, location.Account, location.Path).Should().Be((container, account, path));
        AzureLocation.Parse(location.ToString()).Should().Be(location);
    }

    [Theory]
    [InlineData("abfss://acc.dfs.core.windows.net/t")]
    [InlineData("abfss://@acc.dfs.core.windows.net/t")]
    [InlineData("abfss://lake@/t")]
    [InlineData("abfss://lake@acc.dfs.core.windows.net/../t")]
    [InlineData("https://acc.dfs.core.windows.net/lake/t")]
    public void Parse_NoPlace_SaysHowToWriteOne(string text)
    {
        var parse = () => AzureLocation.Parse(text);

        parse.Should().Throw<DeltaException>().WithMessage("*Write abfss://container@account.dfs.core.windows.net/path*");
    }

    [Fact]
    public void Parse_SignatureInThePath_IsRefusedWithoutShowingIt()
    {
        var parse = () => AzureLocation.Parse("abfss://lake@acc.dfs.core.windows.net/t?sv=2026-02-06&sig=secret");

        parse.Should().Throw<DeltaException>().Which.Message.Should().NotContain("secret").And.Contain("belongs into the settings");
    }
}
