using Lakehouse.Cli.Submit;
using Lakehouse.Engine.Spark.Launch;

namespace Lakehouse.Cli.Tests.Submit;

public sealed class SubmitLineTests
{
    private static readonly SubmitOptions Options = new("/app/Jobs.dll", ["materialize", "delays@1", "--lake", "/the lake"], "spark://127.0.0.1:7077", "materialize delays@1");

    [Fact]
    public void Line_StandIn_StartsTheProgramByPythonRunner()
    {
        var line = SubmitCommand.Line(Options with { PagePort = 4040 });

        line.Should().Be(
            "spark-submit --master spark://127.0.0.1:7077 --deploy-mode client --name 'materialize delays@1' --driver-memory 1g"
            + " --conf spark.driver.bindAddress=127.0.0.1 --conf spark.driver.host=127.0.0.1 --conf spark.executor.memory=1g --conf spark.pyspark.driver.python=dotnet"
            + " --conf spark.ui.port=4040 --conf spark.ui.showConsoleProgress=false"
            + " --class org.apache.spark.deploy.PythonRunner spark-internal /app/Jobs.dll '' materialize delays@1 --lake '/the lake'");
    }

    [Fact]
    public void Line_RealPackage_StartsTheProgramByDotnetRunner()
    {
        var line = SubmitCommand.Line(Options with { Runner = Runner.Dotnet, Master = "yarn" });

        line.Should().Be(
            "spark-submit --master yarn --deploy-mode client --name 'materialize delays@1' --driver-memory 1g --conf spark.dotnet.ignoreSparkPatchVersionCheck=true"
            + " --conf spark.executor.memory=1g --conf spark.ui.showConsoleProgress=false --class org.apache.spark.deploy.dotnet.DotnetRunner microsoft-spark-3-5_2.12-2.3.1.jar"
            + " dotnet /app/Jobs.dll materialize delays@1 --lake '/the lake'");
    }

    [Fact]
    public void Of_Resources_BecomeSettingsAndThoseByNameWin()
    {
        var conf = SubmitConf.Of(Options with
        {
            ExecutorMemory = "4g", ExecutorCores = 3, Executors = 5, TotalExecutorCores = 12, ShufflePartitions = 64, Dynamic = (1, 20),
            Conf = new Dictionary<string, string> { ["spark.executor.memory"] = "6g", ["spark.x"] = "y" },
        });

        conf.Should().Contain(new Dictionary<string, string>
        {
            ["spark.executor.memory"] = "6g", ["spark.executor.cores"] = "3", ["spark.executor.instances"] = "5", ["spark.cores.max"] = "12", ["spark.sql.shuffle.partitions"] = "64",
            ["spark.dynamicAllocation.enabled"] = "true", ["spark.dynamicAllocation.minExecutors"] = "1", ["spark.dynamicAllocation.maxExecutors"] = "20", ["spark.x"] = "y",
        });
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "''")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("local[*]", "'local[*]'")]
    public void Quoted_Words_SurviveAShell(string word, string quoted) => SubmitCommand.Quoted([word]).Should().Be(quoted);

    [Theory]
    [InlineData("spark.a=b=c", "spark.a", "b=c")]
    [InlineData("spark.a=", "spark.a", "")]
    public void ParseConf_NameAndValue_SplitAtTheFirstSign(string text, string name, string value) => EngineOptions.ParseConf(text).Should().Be((name, value));
}
