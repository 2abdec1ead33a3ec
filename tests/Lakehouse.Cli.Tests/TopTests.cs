using Lakehouse.Cli.Top;

namespace Lakehouse.Cli.Tests;

/// <summary>Frames of <c>lakehouse top</c> from two scrapes.</summary>
public sealed class TopTests
{
    private const string First = """
        # TYPE lakehouse_serving_lookup_duration_seconds histogram
        lakehouse_serving_lookup_duration_seconds_bucket{set="delays@1",status="OK",le="5E-05"} 10
        lakehouse_serving_lookup_duration_seconds_bucket{set="delays@1",status="OK",le="0.0001"} 10
        lakehouse_serving_lookup_duration_seconds_bucket{set="delays@1",status="OK",le="+Inf"} 10
        lakehouse_serving_lookup_duration_seconds_count{set="delays@1",status="OK"} 10
        lakehouse_serving_cache_hits_total{view="airport_delays@1"} 5
        lakehouse_serving_cache_misses_total{view="airport_delays@1"} 5
        process_cpu_seconds_total 1
        """;

    private const string Second = """
        lakehouse_serving_lookup_duration_seconds_bucket{set="delays@1",status="OK",le="5E-05"} 10
        lakehouse_serving_lookup_duration_seconds_bucket{set="delays@1",status="OK",le="0.0001"} 210
        lakehouse_serving_lookup_duration_seconds_bucket{set="delays@1",status="OK",le="+Inf"} 210
        lakehouse_serving_lookup_duration_seconds_count{set="delays@1",status="OK"} 210
        lakehouse_serving_lookup_duration_seconds_bucket{set="",status="NOT_FOUND",le="5E-05"} 4
        lakehouse_serving_lookup_duration_seconds_bucket{set="",status="NOT_FOUND",le="+Inf"} 4
        lakehouse_serving_lookup_duration_seconds_count{set="",status="NOT_FOUND"} 4
        lakehouse_serving_lookups_in_flight 3
        lakehouse_serving_store_read_duration_seconds_bucket{store="sqlite",view="airport_delays@1",outcome="ok",le="5E-05"} 0
        lakehouse_serving_store_read_duration_seconds_bucket{store="sqlite",view="airport_delays@1",outcome="ok",le="+Inf"} 0
        lakehouse_serving_store_read_duration_seconds_count{store="sqlite",view="airport_delays@1",outcome="ok"} 0
        lakehouse_serving_freshness_lag_seconds{view="airport_delays@1"} 42.25
        lakehouse_serving_stale_in_seconds{view="airport_delays@1"} -7200
        lakehouse_serving_cache_hits_total{view="airport_delays@1"} 104
        lakehouse_serving_cache_misses_total{view="airport_delays@1"} 6
        process_cpu_seconds_total 2.5
        process_resident_memory_bytes 104857600
        """;

    [Fact]
    public void Draw_TwoScrapes_ShowsRatesQuantilesAndFreshnessInEightyColumns()
    {
        var rates = new TopRates(MetricsPage.Parse(First, 0), MetricsPage.Parse(Second, 0), Seconds: 2);

        var frame = TopFrame.Draw("127.0.0.1:9095", DateTimeOffset.UnixEpoch, rates, width: 80);

        frame.Should().OnlyContain(line => line.Length <= 80);
        frame[1].Should().Be("102 calls/s  2 errors/s  3 in flight  CPU 75 %  100 MB");
        frame.Should().ContainSingle(l => l.StartsWith("delays@1 ", StringComparison.Ordinal)).Which.Should().MatchRegex(@"OK +100\.0 +75us +100us$");
        frame.Should().ContainSingle(l => l.StartsWith("(unknown set)", StringComparison.Ordinal)).Which.Should().MatchRegex(@"NOT_FOUND +2\.0 ");
        frame.Should().ContainSingle(l => l.StartsWith("airport_delays@1", StringComparison.Ordinal)).Which.Should().MatchRegex(@"sqlite +0\.0 +- +- +99\.0% +42\.[23]s +-2\.0h$");
    }

    [Fact]
    public void Draw_ServiceRestarted_CountsFromZero()
    {
        var rates = new TopRates(MetricsPage.Parse(Second, 0), MetricsPage.Parse(First, 0), Seconds: 1);

        TopFrame.Draw("x", DateTimeOffset.UnixEpoch, rates, width: 80)[1].Should().StartWith("10 calls/s  0 errors/s");
    }

    [Theory]
    [InlineData("name{a=\"x\\\"y\\\\z\\n\",b=\"\"} 1.5E3", "x\"y\\z\n", 1500)]
    [InlineData("name{a=\"}, {\"} 7", "}, {", 7)]
    public void Parse_EscapedLabels_GivesTheirText(string line, string label, double value)
    {
        var series = MetricsPage.Parse(line, 0)["name"].Single();

        (series["a"], series.Value).Should().Be((label, value));
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("name{a=b} 1")]
    [InlineData("name{a=\"b\"}")]
    public void Parse_SomethingElse_IsRefused(string text)
    {
        var parse = () => MetricsPage.Parse(text, 0);

        parse.Should().Throw<FormatException>();
    }
}
