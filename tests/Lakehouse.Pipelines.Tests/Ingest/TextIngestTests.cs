using Lakehouse.Features;

namespace Lakehouse.Pipelines.Tests.Ingest;

public sealed class TextIngestTests
{
    private static readonly string[] Columns = ["Id", "City", "_source_row", "_corrupt_record"];

    [Fact]
    public async Task Csv_BadRows_AreKeptAsTextInTheirPlace()
    {
        await using var test = await TestLake.CreateAsync(new TripsProject(Format.Csv()));

        await test.IngestAsync("trips_raw", test.Write("a.csv", "Id,City\nx,SEA\nonly one\n\ny,\"broken\nz,\"a \"\"b\"\"\nc\"\n"));

        (await test.RowsAsync("bronze/trips_raw", Columns)).Should().Equal("x|SEA|0|∅", "∅|∅|1|only one", "∅|∅|2|y,\"broken", "z|a \"b\"\nc|3|∅");
    }

    [Fact]
    public async Task Csv_OwnDelimiterQuoteAndNullText_AreObeyed()
    {
        await using var test = await TestLake.CreateAsync(new TripsProject(Format.Csv(delimiter: ';', quote: '\'', nullText: "NA")));

        await test.IngestAsync("trips_raw", test.Write("a.csv", "Id;City\r\nNA;'NA'\r\n;a,b\r\n"));

        (await test.RowsAsync("bronze/trips_raw", Columns)).Should().Equal("∅|NA|0|∅", "|a,b|1|∅");
    }

    [Semantics("7.1")]
    [Fact]
    public async Task Csv_QuotedEmptyText_IsNotNull()
    {
        await using var test = await TestLake.CreateAsync(new TripsProject(Format.Csv()));

        await test.IngestAsync("trips_raw", test.Write("a.csv", "Id,City\n,\"\"\n"));

        (await test.RowsAsync("bronze/trips_raw", "Id", "City")).Should().Equal("∅|");
    }

    [Semantics("7.9")]
    [Theory]
    [InlineData("a.csv", "Id,City\nx,Z")]
    [InlineData("a.json", "{\"Id\":\"x\",\"City\":\"Z")]
    public async Task Text_NotUtf8_IsRefusedWhole(string name, string start)
    {
        await using var test = await TestLake.CreateAsync(new TripsProject(name.EndsWith("csv", StringComparison.Ordinal) ? Format.Csv() : Format.JsonLines()));
        var path = test.Write(name, "");
        await File.WriteAllBytesAsync(path, [.. System.Text.Encoding.UTF8.GetBytes(start), 0xFC, .. "rich\"}\n"u8], TestContext.Current.CancellationToken);

        var act = () => test.IngestAsync("trips_raw", path);

        (await act.Should().ThrowAsync<JobException>()).WithMessage($"{name} is not UTF-8 throughout.*").Which.ExitCode.Should().Be(1);
        (await test.Context.Lake.Bronze("trips_raw").ExistsAsync(TestContext.Current.CancellationToken)).Should().BeFalse();
    }

    [Fact]
    public async Task Csv_WithoutHeader_TakesNamesByPosition()
    {
        await using var test = await TestLake.CreateAsync(new TripsProject(Format.Csv(header: false)));

        await test.IngestAsync("trips_raw", test.Write("a.csv", "x,2001-01-01T00:00:00Z,SEA,5\n"));

        (await test.RowsAsync("bronze/trips_raw", "Id", "At", "City", "Price", "_source_row")).Should().Equal("x|2001-01-01T00:00:00Z|SEA|5|0");
    }

    [Theory]
    [InlineData("", "*is empty*")]
    [InlineData("Id,Id\n", "*named Id*")]
    [InlineData("Id,_source_row\n", "*_source_row*")]
    [InlineData("Id,\n", "*column 2 has no name*")]
    [InlineData("Id,\"City\nx\n", "*broken quote*")]
    public async Task Csv_UnusableHeader_IsRefused(string text, string message)
    {
        await using var test = await TestLake.CreateAsync(new TripsProject(Format.Csv()));

        var ingest = () => test.IngestAsync("trips_raw", test.Write("a.csv", text));

        await ingest.Should().ThrowAsync<JobException>().WithMessage(message);
    }

    [Fact]
    public async Task Csv_NameThatDeltaRefuses_GetsUnderscores()
    {
        await using var test = await TestLake.CreateAsync(new TripsProject(Format.Csv()));

        await test.IngestAsync("trips_raw", test.Write("a.csv", "Id,Trip Id (new)\n,x\n"));

        (await test.RowsAsync("bronze/trips_raw", "Trip_Id__new_")).Should().Equal("x");
    }

    [Fact]
    public async Task JsonLines_Values_AreKeptAsTheirText()
    {
        await using var test = await TestLake.CreateAsync(new TripsProject(Format.JsonLines()));

        await test.IngestAsync(
            "trips_raw",
            test.Write("a.jsonl", """
                {"Id":"x","City":null,"Price":1.50}

                {"Id":true,"City":{"a":[1, 2]},"Extra":"\u00e9"}
                """));

        (await test.RowsAsync("bronze/trips_raw", "Id", "City", "Price", "Extra", "_source_row")).Should().Equal("x|∅|1.50|∅|0", "true|{\"a\":[1, 2]}|∅|é|1");
    }

    [Fact]
    public async Task JsonLines_MalformedLines_AreKeptAsTextInTheirPlace()
    {
        await using var test = await TestLake.CreateAsync(new TripsProject(Format.JsonLines()));

        await test.IngestAsync("trips_raw", test.Write("a.jsonl", "{\"Id\":\"x\"}\n{\"Id\":\n[1]\n{\"Id\":1,\"id\":2}\n{\"Id\":\"\\ud800\"}\n{\"Id\":\"y\"}\n"));

        (await test.RowsAsync("bronze/trips_raw", "Id", "_source_row", "_corrupt_record")).Should()
            .Equal("x|0|∅", "∅|1|{\"Id\":", "∅|2|[1]", "∅|3|{\"Id\":1,\"id\":2}", "∅|4|{\"Id\":\"\\ud800\"}", "y|5|∅");
    }
}
