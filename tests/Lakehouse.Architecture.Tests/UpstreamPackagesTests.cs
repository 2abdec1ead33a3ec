using System.Diagnostics;
using System.Text.Json;

namespace Lakehouse.Architecture.Tests;

/// <summary>One property swaps every stand-in for the package that it stands in for.</summary>
public sealed class UpstreamPackagesTests
{
    private const string StandIn = "Azure.Storage.Files.DataLake";

    [Fact]
    public async Task Evaluate_AsIs_TakesTheStandInsProject()
    {
        var (projects, packages) = await EvaluateAsync(isUpstream: false);

        projects.Should().Contain(p => p.EndsWith($"src/Compat/{StandIn}/{StandIn}.csproj", StringComparison.Ordinal));
        packages.Should().NotContain(StandIn);
    }

    [Fact]
    public async Task Evaluate_UpstreamPackages_TakesThePackageAndNoProject()
    {
        var (projects, packages) = await EvaluateAsync(isUpstream: true);

        projects.Should().NotContain(p => p.Contains("Compat", StringComparison.Ordinal));
        packages.Should().Contain(StandIn);
    }

    private static async Task<(string[] Projects, string[] Packages)> EvaluateAsync(bool isUpstream)
    {
        string[] arguments = ["msbuild", "src/Lakehouse.Delta", "-getItem:ProjectReference,PackageReference", $"-p:UpstreamPackages={(isUpstream ? "true" : "false")}"];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = Clone.Root, RedirectStandardOutput = true })!;
        using var json = JsonDocument.Parse(await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var items = json.RootElement.GetProperty("Items");
        string[] Names(string kind) => [.. items.GetProperty(kind).EnumerateArray().Select(i => i.GetProperty("Identity").GetString()!.Replace('\\', '/'))];
        return (Names("ProjectReference"), Names("PackageReference"));
    }
}
