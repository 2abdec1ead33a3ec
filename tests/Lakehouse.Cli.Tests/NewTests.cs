using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Lakehouse.Cli.Tests;

public sealed class NewTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lakehouse-new-").FullName;

    private string Target => Path.Combine(folder, "made");

    [Fact]
    public async Task New_Name_WritesFilesWithoutPlaceholders()
    {
        var run = await CommandRun.RunAsync("new", "web-shop", "--out", Target, "--json");

        run.ExitCode.Should().Be(0, run.Error);
        var files = run.Json.Select(row => row.GetProperty("file").GetString()!).ToList();
        files.Should().OnlyContain(file => File.Exists(file)).And.Contain(Path.Combine(Target, "src/WebShop/WebShopProject.cs")).And.Contain(Path.Combine(Target, ".gitignore"));
        files.Select(File.ReadAllText).Concat(files).Should().NotContain(text =>
            text.Contains("RepositoryName") || text.Contains("repository-folder") || text.Contains("PlatformVersion") || text.Contains("PackageFolder") || text.Contains(".template"));
        File.Exists(Path.Combine(Target, "NuGet.config")).Should().BeFalse("nobody asked for a folder of packages");
        run.Error.Should().Contain($"cd {Target}").And.Contain("dotnet lakehouse apply src/WebShop");
    }

    [Fact]
    public async Task New_ToolAndPackages_AreOfOneVersion()
    {
        await CommandRun.RunAsync("new", "shop", "--out", Target);

        var tool = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Target, ".config/dotnet-tools.json"), TestContext.Current.CancellationToken))!["tools"]!["lakehouse.cli"]!["version"]!.GetValue<string>();
        var packages = XDocument.Load(Path.Combine(Target, "Directory.Build.props")).Descendants("LakehouseVersion").Single().Value;
        packages.Should().Be(tool).And.MatchRegex(@"^\d+\.\d+\.\d+");
    }

    [Fact]
    public async Task New_ItsSettings_ReferToASchemaThatAcceptsThem()
    {
        await CommandRun.RunAsync("new", "shop", "--out", Target);

        var settings = await File.ReadAllTextAsync(Path.Combine(Target, "lake/lakehouse.yaml"), TestContext.Current.CancellationToken);
        var schema = settings.Split('\n')[0].Split('=')[1];
        File.Exists(Path.Combine(Target, "lake", schema)).Should().BeTrue();
        (await CommandRun.RunAsync("apply", "--help")).ExitCode.Should().Be(0);
        (await CommandRun.RunAsync("training-set", "list", "--lake", Path.Combine(Target, "lake"))).Error.Should().NotContain("not valid");
    }

    [Theory]
    [InlineData("my shop")]
    [InlineData("shop!")]
    [InlineData("../shop")]
    [InlineData("1shop")]
    [InlineData("-shop-")]
    [InlineData("shop.")]
    [InlineData("läden")]
    [InlineData("")]
    [InlineData("window")]
    [InlineData("system")]
    [InlineData("lakehouse")]
    [InlineData("nul")]
    public async Task New_OddName_IsRefusedAndNothingWritten(string name)
    {
        var run = await CommandRun.RunAsync("new", "--out", Target, "--", name);

        run.ExitCode.Should().Be(ExitCode.Usage);
        run.Error.Should().Contain("cannot name a repository");
        Directory.Exists(Target).Should().BeFalse();
    }

    [Fact]
    public async Task New_FolderNotEmpty_IsRefusedAndLeftAlone()
    {
        Directory.CreateDirectory(Target);
        await File.WriteAllTextAsync(Path.Combine(Target, "mine.txt"), "mine", TestContext.Current.CancellationToken);

        var run = await CommandRun.RunAsync("new", "shop", "--out", Target);

        run.ExitCode.Should().Be(ExitCode.Usage);
        run.Error.Should().Contain("not empty");
        Directory.GetFileSystemEntries(Target).Should().ContainSingle();
    }

    [Fact]
    public async Task New_PackageFolderWithoutThisVersion_IsRefused()
    {
        var packages = Directory.CreateDirectory(Path.Combine(folder, "packages")).FullName;
        await File.WriteAllTextAsync(Path.Combine(packages, "Lakehouse.Features.0.0.1.nupkg"), "", TestContext.Current.CancellationToken);

        var run = await CommandRun.RunAsync("new", "shop", "--out", Target, "--packages", packages);

        run.ExitCode.Should().Be(ExitCode.Usage);
        run.Error.Should().Contain("Lakehouse.Features.0.0.1.nupkg").And.Contain("lakehouse pack");
    }

    [Fact]
    public async Task Schema_Yaml_IsOneDocument()
    {
        var run = await CommandRun.RunAsync("schema", "yaml", "--json");

        run.Json.Should().ContainSingle().Which.GetProperty("properties").GetProperty("horizon").GetProperty("default").GetString().Should().Be("1h");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
