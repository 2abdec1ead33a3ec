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

    [Fact]
    public async Task OpenAsync_Spark_NameMasterAndConfAreRead()
    {
        Write("engine:\n  name: spark\nspark:\n  master: spark://host:7077\n  conf:\n    spark.executor.memory: 2g\n    spark.executor.cores: 2\n    spark.ui.enabled: FALSE\n");

        var settings = (await temp.OpenAsync()).Settings;

        (settings.EngineName, settings.SparkMaster).Should().Be(("spark", "spark://host:7077"));
        settings.SparkConf.Should().Equal(new Dictionary<string, string> { ["spark.executor.cores"] = "2", ["spark.executor.memory"] = "2g", ["spark.ui.enabled"] = "false" });
    }

    [Fact]
    public async Task OpenAsync_SparkMistakes_AreNamedTogether()
    {
        Write("engine:\n  name: flink\nspark:\n  master: mesos://h\n  conf:\n    executor.memory: 2g\n    spark.a: [1]\n");

        var open = () => temp.OpenAsync();

        (await open.Should().ThrowAsync<CatalogException>()).Which.Message.Should()
            .Contain("engine.name: 'flink'").And.Contain("spark.master: 'mesos://h'").And.Contain("'executor.memory'").And.Contain("'spark.a'");
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
