namespace Lakehouse.Catalog.Tests;

public sealed class LakeSettingsTests : IDisposable
{
    private readonly TempLake temp = new();

    [Fact]
    public async Task OpenAsync_NoFile_GivesDefaults()
    {
        var lake = await temp.OpenAsync();

        lake.Settings.Should().Be(new LakeSettings());
    }

    [Fact]
    public async Task OpenAsync_AllKeys_AreRead()
    {
        Write("horizon: 90m\nserving_delay: 5s\nengine:\n  memory_limit: 2GB\n  threads: 3\n");

        var lake = await temp.OpenAsync();

        lake.Settings.Should().Be(new LakeSettings { Horizon = TimeSpan.FromMinutes(90), ServingDelay = TimeSpan.FromSeconds(5), MemoryLimit = "2GB", Threads = 3 });
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a comment\n")]
    public async Task OpenAsync_EmptyFile_GivesDefaults(string yaml)
    {
        Write(yaml);

        (await temp.OpenAsync()).Settings.Should().Be(new LakeSettings());
    }

    [Fact]
    public async Task OpenAsync_SeveralMistakes_AreNamedTogether()
    {
        Write("horizon: soon\nspeed: 3\nengine:\n  threads: 0\n  cores: 2\nserving_delay:\n  a: 1\n");

        var open = () => temp.OpenAsync();

        (await open.Should().ThrowAsync<CatalogException>()).Which.Message.Should()
            .Contain("horizon: 'soon'").And.Contain("speed is not a known key").And.Contain("engine.threads: '0'").And.Contain("engine.cores is not a known key")
            .And.Contain("serving_delay");
    }

    [Theory]
    [InlineData("horizon: [")]
    [InlineData("- horizon")]
    [InlineData("engine: 3")]
    [InlineData("horizon: 99999d")]
    public async Task OpenAsync_NotOfThisShape_IsRefused(string yaml)
    {
        Write(yaml);

        var open = () => temp.OpenAsync();

        (await open.Should().ThrowAsync<CatalogException>()).Which.Code.Should().Be(CatalogErrorCode.InvalidLake);
    }

    public void Dispose() => temp.Dispose();

    private void Write(string yaml) => File.WriteAllText(Path.Combine(temp.Root, "lakehouse.yaml"), yaml);
}
