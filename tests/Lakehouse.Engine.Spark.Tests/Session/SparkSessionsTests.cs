using Lakehouse.Engine.Spark.Session;
using Lakehouse.Spark.TestHost;

namespace Lakehouse.Engine.Spark.Tests.Session;

/// <summary>Sessions in which values could come out differently are refused by the name of the setting.</summary>
public sealed class SparkSessionsTests(SparkHost host)
{
    [Fact]
    public void CheckPins_OfTheTestProfile_Passes()
    {
        var check = () => SparkSessions.CheckPins(host.NewSession());

        check.Should().NotThrow();
    }

    [Theory]
    [InlineData("spark.sql.ansi.enabled", "false", "true")]
    [InlineData("spark.sql.session.timeZone", "Europe/Zurich", "UTC")]
    [InlineData("spark.sql.parquet.outputTimestampType", "INT96", "TIMESTAMP_MICROS")]
    [InlineData("spark.sql.parquet.datetimeRebaseModeInRead", "EXCEPTION", "CORRECTED")]
    [InlineData("spark.sql.parser.escapedStringLiterals", "true", "false")]
    public void CheckPins_OfAnotherValue_NamesTheSettingAndBothValues(string key, string value, string needed)
    {
        var session = host.NewSession();
        session.Conf().Set(key, value);

        var check = () => SparkSessions.CheckPins(session);

        check.Should().Throw<EngineException>().WithMessage($"*{key} is '{value}', but the engine needs {needed}*");
    }

    [Fact]
    public void Open_WithAContradictingSetting_IsRefusedBeforeAnythingStarts()
    {
        var open = () => SparkSessions.Open(new SparkSettings { Master = "spark://nowhere:1", Conf = new Dictionary<string, string> { ["spark.sql.ansi.enabled"] = "false" } });

        open.Should().Throw<EngineException>().WithMessage("*spark.sql.ansi.enabled is 'false', but the engine needs true*");
    }

    [Fact]
    public void Describe_OfASession_NamesVersionMasterAndApplication()
    {
        var application = SparkSessions.Describe(host.Session);

        application.Version.Should().StartWith("3.5.");
        application.Master.Should().Be("local[2]");
        application.Id.Should().StartWith("local-");
        application.Conf.Should().ContainKey("spark.sql.shuffle.partitions");
    }
}
