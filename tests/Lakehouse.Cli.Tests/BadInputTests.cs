namespace Lakehouse.Cli.Tests;

/// <summary>What users get wrong, or machines: one clear message or a quarantined row, the documented exit code, nothing half-written.</summary>
public sealed class BadInputTests
{
    private const string GoodFlights = "SELECT TIMESTAMP '2001-01-01 06:00:00' AS date, 5::BIGINT AS delay, 300::BIGINT AS distance, 'ORD' AS origin, 'LAX' AS destination";

    [Fact]
    public async Task Ingest_MissingFile_FailsAndNamesIt()
    {
        using var lake = await TestLake.CreateAsync(new Flights.FlightsProject());

        var run = await lake.IngestAsync("flights_raw", Path.Combine(lake.Sources, "nope.parquet"));

        run.ExitCode.Should().Be(ExitCode.Failed);
        run.Error.Should().Contain("nope.parquet").And.NotContain("Unexpected");
        Directory.Exists(Path.Combine(lake.Root, "bronze", "flights_raw", "_delta_log")).Should().BeFalse();
    }

    [Fact]
    public async Task Ingest_BrokenParquet_FailsAndLeavesNoTable()
    {
        using var lake = await TestLake.CreateAsync(new Flights.FlightsProject());
        var whole = lake.WriteParquet("whole.parquet", GoodFlights);
        var broken = Path.Combine(lake.Sources, "broken.parquet");
        await File.WriteAllBytesAsync(broken, (await File.ReadAllBytesAsync(whole, TestContext.Current.CancellationToken))[..^20], TestContext.Current.CancellationToken);

        var run = await lake.IngestAsync("flights_raw", broken);

        run.ExitCode.Should().Be(ExitCode.Failed);
        run.Error.Should().Contain("broken.parquet").And.NotContain("Unexpected");
        Directory.Exists(Path.Combine(lake.Root, "bronze", "flights_raw", "_delta_log")).Should().BeFalse();
    }

    [Fact]
    public async Task Ingest_FileOutsideTheRoot_IsAUsageError()
    {
        using var lake = await TestLake.CreateAsync(new Flights.FlightsProject());
        var outside = Path.Combine(lake.Folder, "outside.parquet");
        File.Copy(lake.WriteParquet("inside.parquet", GoodFlights), outside);

        var run = await lake.IngestAsync("flights_raw", outside);

        run.ExitCode.Should().Be(ExitCode.Usage);
        run.Error.Should().Contain("outside.parquet");
    }

    [Fact]
    public async Task Ingest_OtherContentUnderAPath_IsRefusedUnlessReplaced()
    {
        using var lake = await TestLake.CreateAsync(new Flights.FlightsProject());
        await lake.IngestAsync("flights_raw", lake.WriteParquet("a.parquet", GoodFlights));
        var changed = lake.WriteParquet("a.parquet", GoodFlights + " UNION ALL " + GoodFlights);

        var refused = await lake.IngestAsync("flights_raw", changed);
        var replaced = await lake.IngestAsync("flights_raw", changed, "--replace");

        refused.ExitCode.Should().Be(ExitCode.Refused);
        refused.Error.Should().Contain("a.parquet").And.Contain("--replace");
        replaced.ExitCode.Should().Be(ExitCode.Done);
    }

    [Fact]
    public async Task Ingest_UnknownSource_FailsAndNamesIt()
    {
        using var lake = await TestLake.CreateAsync(new Flights.FlightsProject());

        var run = await lake.IngestAsync("trains_raw", lake.WriteParquet("a.parquet", GoodFlights));

        run.ExitCode.Should().Be(ExitCode.Failed);
        run.Error.Should().Contain("trains_raw");
    }

    [Fact]
    public async Task Run_ColumnOfAnotherType_QuarantinesRowsOrFailsClearly()
    {
        using var lake = await TestLake.CreateAsync(new Flights.FlightsProject());
        await lake.IngestAsync("flights_raw", lake.WriteParquet("a.parquet", GoodFlights.Replace("5::BIGINT AS delay", "'late' AS delay", StringComparison.Ordinal)));

        var run = await lake.RunAsync("run", "--now", "2001-01-02");
        var quarantine = await lake.RunAsync("read", "silver/flights@1.quarantine", "--columns", "rule", "_source_file", "_source_row");

        run.Error.Should().NotContain("Unexpected");
        if (run.ExitCode == ExitCode.Done) quarantine.Out.Should().Be("{\"rule\":\"type of Delay\",\"_source_file\":\"a.parquet\",\"_source_row\":0}\n");
        else run.Error.Should().Contain("delay");
    }

    [Fact]
    public async Task Run_CsvWithBadRows_QuarantinesThemWithRuleAndPlace()
    {
        using var lake = await TestLake.CreateAsync(new ReadingsProject());
        await lake.IngestAsync("readings_raw", lake.WriteText(
            "r.csv", "id,taken_at,sensor,level\na,2001-01-01T00:00:00Z,s1,5\nb,2001-01-01T01:00:00Z,s1,high\nc,2001-01-01T02:00:00Z,s1,-1\nd,2001-01-01T03:00:00Z,,7\ne,2001-01-01T04:00:00Z\nf,2001-01-01T05:00:00Z,s2,8\n"));

        var run = await lake.RunAsync("run", "--now", "2001-01-02");
        var silver = await lake.RunAsync("read", "silver/readings@1", "--columns", "reading_id");
        var quarantine = await lake.RunAsync("read", "silver/readings@1.quarantine", "--columns", "_source_row", "rule");

        run.ExitCode.Should().Be(ExitCode.Done, run.Error);
        silver.Json.Select(r => r.GetProperty("reading_id").GetString()).Should().BeEquivalentTo("a", "f");
        quarantine.Json.Select(r => (r.GetProperty("_source_row").GetInt64(), r.GetProperty("rule").GetString())).Should().BeEquivalentTo(
            [(1L, "type of Level"), (2L, "level is not negative"), (3L, "sensor is required"), (4L, "malformed row")]);
    }

    [Semantics("3.8")]
    [Fact]
    public async Task Get_UnknownKey_IsAbsentAndNoError()
    {
        using var lake = await LakeWithOneFlightAsync();

        var gold = await lake.RunAsync("get", "departure_delay_model@1", "airport=QQQ", "--at", "2001-01-01T12:00:00Z");
        var online = await lake.RunAsync("get", "departure_delay_model@1", "airport=QQQ");

        foreach (var run in new[] { gold, online })
        {
            run.ExitCode.Should().Be(ExitCode.Done, run.Error);
            var answer = run.Json.Single();
            answer.GetProperty("status").GetProperty("airport_delays.departures_1h").GetString().Should().Be("ABSENT");
            answer.GetProperty("features").GetProperty("airport_delays.departures_1h").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
            answer.GetProperty("status").GetProperty("calendar.hour_utc").GetString().Should().Be("NULL");
        }
    }

    [Theory]
    [InlineData("city=Chicago", "no key or input 'city'")]
    [InlineData("planned_at=2001-01-01", "Key airport is missing")]
    [InlineData("airport", "name=value")]
    public async Task Get_WrongKeys_IsAUsageErrorThatNamesTheKeys(string pair, string message)
    {
        using var lake = await LakeWithOneFlightAsync();

        var run = await lake.RunAsync("get", "departure_delay_model@1", pair);

        run.ExitCode.Should().Be(ExitCode.Usage);
        run.Error.Should().Contain(message).And.Contain("airport (string)");
    }

    [Fact]
    public async Task Get_KeysFile_AnswersOneLinePerKey()
    {
        using var lake = await LakeWithOneFlightAsync();
        var keys = lake.WriteText("keys.jsonl", "{\"airport\":\"ORD\",\"planned_at\":\"2001-01-01T13:00:00Z\"}\n\n{\"airport\":null}\n");

        var run = await lake.RunAsync("get", "departure_delay_model@1", "--keys-file", keys, "--at", "2001-01-01T06:30:00Z");

        run.ExitCode.Should().Be(ExitCode.Done, run.Error);
        run.Json.Select(a => a.GetProperty("status").GetProperty("airport_delays.departures_1h").GetString()).Should().Equal("PRESENT", "ABSENT");
        run.Json[0].GetProperty("features").GetProperty("airport_delays.departures_1h").GetInt64().Should().Be(1);
        run.Json[0].GetProperty("features").GetProperty("calendar.hour_utc").GetInt64().Should().Be(13);
        run.Json[0].GetProperty("event_time").GetProperty("airport_delays").GetString().Should().Be("2001-01-01T06:00:00.000000Z");
    }

    [Fact]
    public async Task Serve_TakenPort_FailsAndNamesIt()
    {
        using var lake = await LakeWithOneFlightAsync();
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

        var run = await lake.RunAsync("serve", "--port", port);

        run.ExitCode.Should().Be(ExitCode.Failed);
        run.Out.Should().BeEmpty();
        run.Error.Should().Contain(port).And.Contain("taken");
    }

    [Fact]
    public async Task Read_ConditionOnAMissingColumn_PrintsNoRow()
    {
        using var lake = await LakeWithOneFlightAsync();

        var run = await lake.RunAsync("read", "silver/flights@1", "--where", "nope = 1");

        (run.ExitCode, run.Out).Should().Be((ExitCode.Usage, ""));
    }

    private static async Task<TestLake> LakeWithOneFlightAsync()
    {
        var lake = await TestLake.CreateAsync(new Flights.FlightsProject());
        (await lake.IngestAsync("flights_raw", lake.WriteParquet("a.parquet", GoodFlights))).ExitCode.Should().Be(0);
        (await lake.RunAsync("run", "--now", "2001-01-01T12:00:00Z")).ExitCode.Should().Be(0);
        return lake;
    }
}
