using Lakehouse.Delta.Internal;
using Lakehouse.Delta.Storage.Azure;

namespace Lakehouse.Delta.Tests.Storage;

public sealed class DeltaPathTests
{
    private const string AzureRoot = "abfss://lake@acc.dfs.core.windows.net/gold/delays";

    [Theory]
    [InlineData("a=1/x%20y.parquet", "a=1/x y.parquet")]
    [InlineData("p=a%252Fb/f.parquet", "p=a%2Fb/f.parquet")]
    [InlineData("/lake/t/d/f.parquet", "d/f.parquet")]
    [InlineData("file:/lake/t/d/f.parquet", "d/f.parquet")]
    [InlineData("file:///lake/t/./d//f.parquet", "d/f.parquet")]
    [InlineData("FILE://localhost/lake/t/d/f.parquet", "d/f.parquet")]
    [InlineData("../t/d/f.parquet", "d/f.parquet")]
    [InlineData("../other/f.parquet", "/lake/other/f.parquet")]
    [InlineData("/lake/tt/f.parquet", "/lake/tt/f.parquet")]
    [InlineData("/LAKE/t/f.parquet", "/LAKE/t/f.parquet")]
    public void Canonical_LocalTable_OneSpellingPerFile(string path, string expected) => DeltaPath.Canonical("/lake/t", path).Should().Be(expected);

    [Theory]
    [InlineData("d/f.parquet", "d/f.parquet")]
    [InlineData("p=a%252Fb/f.parquet", "p=a%2Fb/f.parquet")]
    [InlineData("abfss://lake@acc.dfs.core.windows.net/gold/delays/d/f%20g.parquet", "d/f g.parquet")]
    [InlineData("abfs://lake@ACC.dfs.core.windows.net/gold/delays/d/f.parquet", "d/f.parquet")]
    [InlineData("abfss://lake@acc.blob.core.windows.net/gold/delays/d/f.parquet", "d/f.parquet")]
    [InlineData("wasbs://lake@acc.blob.core.windows.net/gold/delays/d/f.parquet", "d/f.parquet")]
    [InlineData("https://acc.blob.core.windows.net/lake/gold/delays/d/f.parquet", "d/f.parquet")]
    [InlineData("https://acc.dfs.core.windows.net/lake/gold/delays//d/./f.parquet", "d/f.parquet")]
    [InlineData("/gold/delays/d/f.parquet", "d/f.parquet")]
    [InlineData("/silver/f%25.parquet", "abfss://lake@acc.dfs.core.windows.net/silver/f%.parquet")]
    [InlineData("../x/f.parquet", "abfss://lake@acc.dfs.core.windows.net/gold/x/f.parquet")]
    [InlineData("https://acc.blob.core.windows.net/lake/gold/delaysX/f.parquet", "abfss://lake@acc.dfs.core.windows.net/gold/delaysX/f.parquet")]
    public void Canonical_AzureTable_AllNamesOfAContainerAreOne(string path, string expected) => DeltaPath.Canonical(AzureRoot, path).Should().Be(expected);

    [Theory]
    [InlineData(AzureRoot, "abfss://other@acc.dfs.core.windows.net/gold/delays/f.parquet")]
    [InlineData(AzureRoot, "https://acc2.blob.core.windows.net/lake/gold/delays/f.parquet")]
    [InlineData(AzureRoot, "https://acc.blob.core.chinacloudapi.cn/lake/gold/delays/f.parquet")]
    [InlineData(AzureRoot, "s3a://lake/gold/delays/f.parquet")]
    [InlineData(AzureRoot, "file:///gold/delays/f.parquet")]
    [InlineData("/lake/t", "abfss://lake@acc.dfs.core.windows.net/f.parquet")]
    public void Canonical_FileOfAnotherStore_IsRefusedByName(string root, string path)
    {
        var act = () => DeltaPath.Canonical(root, path);

        var refused = act.Should().Throw<DeltaException>().Which;
        refused.Code.Should().Be(DeltaErrorCode.UnsupportedFeature);
        refused.Message.Should().Contain(path).And.Contain(root);
    }

    [Theory]
    [InlineData("/C:/Lake/T/d/f.parquet", false, "d/f.parquet")]
    [InlineData("file:///c:/lake/t/D/f.parquet", true, "D/f.parquet")]
    [InlineData("file:/C:/Lake/t/d/f.parquet", true, "d/f.parquet")]
    [InlineData(@"C:\Lake\T\d\f.parquet", false, "d/f.parquet")]
    [InlineData("C:/lake/t/d/../f.parquet", false, "f.parquet")]
    [InlineData("D:/lake/t/f.parquet", false, "D:/lake/t/f.parquet")]
    [InlineData("../x/f.parquet", false, "C:/Lake/x/f.parquet")]
    [InlineData("./d/f.parquet", false, "d/f.parquet")]
    public void Canonical_WindowsTable_DriveBackslashAndCaseDoNotMatter(string decoded, bool hasScheme, string expected) =>
        LocalTablePath.Canonical(@"C:\Lake\T", decoded, hasScheme, isWindows: true).Should().Be(expected);

    [Fact]
    public void Parse_PercentSignInAPath_StandsForItself() => AzureLocation.Parse("abfss://lake@acc.dfs.core.windows.net/a%20b").Path.Should().Be("a%20b");
}
