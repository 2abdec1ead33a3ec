using Lakehouse.Catalog;
using Lakehouse.Pipelines.Maintain;

namespace Lakehouse.Pipelines.Tests.Maintain;

public sealed class TableHomeTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("lakehouse-home-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Theory]
    [InlineData("lake/gold/view@1", "gold/view@1")]
    [InlineData("lake/own/deep/table", "own/deep/table")]
    [InlineData("link/gold/view@1", "gold/view@1")]
    public async Task FindAsync_PathIntoALake_GivesTheNameThere(string path, string name)
    {
        await CreateAsync();

        var home = await TableHome.FindAsync(Path.Combine(directory, path), TimeProvider.System, Ct);

        home!.Name.Should().Be(name);
        home.Lake.Root.Should().EndWith("/lake");
    }

    [Fact]
    public async Task FindAsync_LinkToATableOfALake_IsThatTable()
    {
        await CreateAsync();
        Directory.CreateDirectory(Path.Combine(directory, "lake", "gold", "view@1"));
        Directory.CreateSymbolicLink(Path.Combine(directory, "alias"), Path.Combine(directory, "lake", "gold", "view@1"));

        (await TableHome.FindAsync(Path.Combine(directory, "alias"), TimeProvider.System, Ct))!.Name.Should().Be("gold/view@1");
    }

    [Fact]
    public async Task FindAsync_NoCatalogAbove_IsNull() => (await TableHome.FindAsync(Path.Combine(directory, "a", "b"), TimeProvider.System, Ct)).Should().BeNull();

    [Fact]
    public async Task FindAsync_CatalogThatCannotBeRead_IsAnError()
    {
        Directory.CreateDirectory(Path.Combine(directory, "lake", "_catalog"));

        var act = () => TableHome.FindAsync(Path.Combine(directory, "lake", "gold", "view@1"), TimeProvider.System, Ct);

        await act.Should().ThrowAsync<CatalogException>();
    }

    private async Task CreateAsync()
    {
        await Lake.OpenAsync(Path.Combine(directory, "lake"), create: true, TimeProvider.System, Ct);
        Directory.CreateSymbolicLink(Path.Combine(directory, "link"), Path.Combine(directory, "lake"));
    }
}
