using Lakehouse.Delta.Storage;

namespace Lakehouse.Delta.Tests.Storage;

public sealed class TableLocationTests
{
    private const string Azure = "abfss://lake@acc.dfs.core.windows.net/flights";

    [Theory]
    [InlineData("/data/lake/", "/data/lake", false)]
    [InlineData("file:///data/la%20ke", "/data/la ke", false)]
    [InlineData("abfss://lake@ACC.dfs.core.windows.net/flights/", Azure, true)]
    [InlineData("abfs://lake@acc.dfs.core.windows.net/flights", Azure, true)]
    public void Parse_AnySpelling_GivesTheOneName(string path, string root, bool isRemote)
    {
        var location = TableLocation.Parse(path);

        location.Root.Should().Be(root);
        location.IsRemote.Should().Be(isRemote);
    }

    [Theory]
    [InlineData("/data/lake", "gold/a@1", "/data/lake/gold/a@1")]
    [InlineData("/data/lake", "../other", "/data/other")]
    [InlineData("/data/lake", Azure, Azure)]
    [InlineData(Azure, "gold/a@1", Azure + "/gold/a@1")]
    [InlineData(Azure, "../other/./t", "abfss://lake@acc.dfs.core.windows.net/other/t")]
    [InlineData(Azure, "/data/lake", "/data/lake")]
    [InlineData(Azure, "abfss://two@acc.dfs.core.windows.net/t", "abfss://two@acc.dfs.core.windows.net/t")]
    public void Resolve_RelativeAbsoluteOrUri_GivesThePlace(string root, string path, string expected) => TableLocation.Parse(root).Resolve(path).Root.Should().Be(expected);

    [Theory]
    [InlineData("s3://bucket/table")]
    [InlineData("https://acc.dfs.core.windows.net/lake/t?sig=secret")]
    public void Parse_OtherStore_IsRefusedWithoutTheQuery(string path)
    {
        var act = () => TableLocation.Parse(path);

        act.Should().Throw<DeltaException>().Which.Message.Should().Contain(path.Split('?')[0]).And.NotContain("secret");
    }
}
