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

    [Fact]
    public async Task OpenAsync_Online_OrderWaitsAndSharesAreRead()
    {
        Write(
            "online:\n  default: [eu, sqlite]\n  switch_after: 30ms\n  extra_reads: 0.25\n"
            + "  targets:\n    eu: {store: cassandra, hedge_after: 0, hedge_budget: 1, retention: 30d, read_consistency: local_one}\n");

        var settings = (await temp.OpenAsync()).Settings;

        settings.OnlineDefault.Should().Equal("eu", "sqlite");
        (settings.OnlineSwitchAfter, settings.OnlineExtraReads).Should().Be((TimeSpan.FromMilliseconds(30), 0.25));
        var eu = settings.OnlineTargets["eu"];
        (eu.HedgeAfter, eu.HedgeBudget, eu.Retention, eu.ReadConsistency).Should().Be((TimeSpan.Zero, 1.0, TimeSpan.FromDays(30), "local_one"));
    }

    [Fact]
    public async Task OpenAsync_OneOnlineDefault_IsAListOfOne()
    {
        Write("online:\n  default: cassandra\n");

        (await temp.OpenAsync()).Settings.OnlineDefault.Should().Equal("cassandra");
    }

    [Theory]
    [InlineData("default: []", "online.default must be")]
    [InlineData("default: [eu, eu]", "online.default must be")]
    [InlineData("default: [EU]", "online.default must be")]
    [InlineData("default:", "online.default must be")]
    [InlineData("switch_after: 3s", "online.switch_after: '3s'")]
    [InlineData("switch_after: 0ms", "online.switch_after: '0ms'")]
    [InlineData("extra_reads: 1.1", "online.extra_reads: '1.1'")]
    [InlineData("targets: {eu: {store: cassandra, retention: 30m}}", "online.targets.eu.retention must be")]
    [InlineData("targets: {eu: {store: cassandra, hedge_after: 3000ms}}", "online.targets.eu.hedge_after must be")]
    [InlineData("targets: {eu: {store: cassandra, hedge_budget: \"0.1\"}}", "online.targets.eu.hedge_budget must be")]
    [InlineData("targets: {eu: {store: sqlite, retention: 30d}}", "online.targets.eu.retention is not a known key of a sqlite target")]
    public async Task OpenAsync_OnlineMistake_IsRefusedByItsKey(string key, string message)
    {
        Write($"online:\n  {key}\n");

        var open = () => temp.OpenAsync();

        (await open.Should().ThrowAsync<CatalogException>()).Which.Message.Should().Contain(message);
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
