using System.IO.Compression;
using System.Text.Json;

namespace Lakehouse.Author.Tests;

/// <summary>A stranger's way: from an empty folder and packages to looked-up features, with the commands of the new repository's README.</summary>
public sealed class StrangerTests(Workshop workshop) : IClassFixture<Workshop>
{
    private const string Noon = "2025-03-03T12:00:00Z";

    [Fact]
    public async Task New_EmptyFolder_BuildsTestsRunsAndLooksUp()
    {
        var made = await workshop.SucceedAsync(workshop.Folder, "dotnet", workshop.Command, "new", "shop", "--packages", workshop.Packages, "--json");
        var shop = Path.Combine(workshop.Folder, "shop");

        await workshop.SucceedAsync(shop, "dotnet", "tool", "restore");
        var tests = Rows(await LakehouseAsync(shop, "test", "--json"));
        var plan = Rows(await LakehouseAsync(shop, "plan", "src/Shop", "--json"));
        var applied = Rows(await LakehouseAsync(shop, "apply", "src/Shop", "--json"));
        await LakehouseAsync(shop, "ingest", "orders_raw", "data/orders.csv", "--root", "data");
        await LakehouseAsync(shop, "run", "--now", Noon);
        var features = Features(await LakehouseAsync(shop, "get", "customer_model@1", "customer=ada", "visited_at=2025-03-03T14:30:00Z", "--at", Noon, "--json"));
        var quarantine = Rows(await LakehouseAsync(shop, "read", "silver/orders@1.quarantine", "--columns", "rule", "_source_row", "--json"));

        made.Should().Contain("shop/README.md").And.NotContain("RepositoryName");
        tests.Should().ContainSingle();
        tests[0].GetProperty("project").GetString().Should().Be("Shop.Tests");
        tests[0].GetProperty("passed").GetInt32().Should().Be(4);
        plan.Should().OnlyContain(row => row.GetProperty("action").GetString() == "create");
        applied.Select(row => row.GetProperty("name").GetString()).Should().Equal("orders@1", "customer_spending@1", "customer_last_order@1", "visit_time@1", "customer_model@1");
        features["customer_spending.orders_24h"].Should().Be("1");
        features["customer_spending.orders_7d"].Should().Be("4");
        features["customer_spending.spent_7d"].Should().Be("86.15");
        features["customer_spending.largest_7d"].Should().Be("39.90");
        features["customer_spending.paid_share_7d"].Should().Be("0.75");
        features["customer_last_order.product"].Should().Be("saucers");
        features["visit_time.hour_utc"].Should().Be("14");
        quarantine.Should().ContainSingle();
        quarantine[0].GetProperty("rule").GetString().Should().Be("amount is not negative");
        Directory.GetFiles(shop).Select(Path.GetFileName).Should().NotContain(name => name!.EndsWith(".template", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Build_CallThatDefinitionsDoNotHave_IsAnErrorWhereItStands()
    {
        await workshop.SucceedAsync(workshop.Folder, "dotnet", workshop.Command, "new", "stall", "--packages", workshop.Packages);
        var source = Path.Combine(workshop.Folder, "stall", "src", "Stall", "StallProject.cs");
        var lines = await File.ReadAllLinesAsync(source, TestContext.Current.CancellationToken);
        var place = Array.FindIndex(lines, line => line.Contains(".Trim().ToLower()", StringComparison.Ordinal));
        lines[place] = lines[place].Replace(".Trim()", ".PadLeft(3)", StringComparison.Ordinal);
        await File.WriteAllLinesAsync(source, lines, TestContext.Current.CancellationToken);

        var build = await workshop.RunAsync(Path.Combine(workshop.Folder, "stall"), "dotnet", "build", "src/Stall", "--nologo");

        build.ExitCode.Should().NotBe(0);
        build.Out.Should().MatchRegex($@"StallProject\.cs\({place + 1},\d+\): error LH0001: .*PadLeft");
    }

    [Fact]
    public void Pack_AllPackages_CarryWhatAStrangerNeeds()
    {
        var packages = Directory.GetFiles(workshop.Packages, "*.nupkg").ToDictionary(p => Path.GetFileName(p), Entries);
        string[] tool = [.. packages.Single(p => p.Key.StartsWith("Lakehouse.Cli.", StringComparison.Ordinal) && p.Value.Any(e => e.EndsWith("lakehouse.dll", StringComparison.Ordinal))).Value];

        packages.Keys.Should().OnlyContain(name => name.StartsWith("Lakehouse.", StringComparison.Ordinal), "a stand-in is never published under the real package's name");
        packages.Values.Should().AllSatisfy(entries => entries.Should().Contain("README.md"));
        packages.Single(p => p.Key.StartsWith("Lakehouse.Features.", StringComparison.Ordinal)).Value.Should()
            .Contain("lib/net10.0/Lakehouse.Features.xml").And.Contain("analyzers/dotnet/cs/Lakehouse.Analyzers.dll");
        tool.Should().Contain(e => e.EndsWith("/Azure.Storage.Files.DataLake.dll", StringComparison.Ordinal));
        foreach (var native in new[] { "duckdb", "ParquetSharpNative", "e_sqlite3" })
            tool.Should().ContainSingle(e => Path.GetFileNameWithoutExtension(e) == native || Path.GetFileNameWithoutExtension(e) == "lib" + native, "natives of one platform travel with the tool");
    }

    private Task<string> LakehouseAsync(string directory, params string[] arguments) => workshop.SucceedAsync(directory, "dotnet", ["lakehouse", .. arguments]);

    private static List<JsonElement> Rows(string output) => [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private static Dictionary<string, string> Features(string output) =>
        Rows(output).Single().GetProperty("features").EnumerateObject().ToDictionary(feature => feature.Name, feature => feature.Value.ToString());

    private static string[] Entries(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        return [.. archive.Entries.Select(e => e.FullName)];
    }
}
