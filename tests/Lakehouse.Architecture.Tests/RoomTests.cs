namespace Lakehouse.Architecture.Tests;

/// <summary>The rooms' allowed arrows: who may use whom, and which packages.</summary>
public sealed class RoomTests
{
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Lakehouse.Features"] = [],
        ["Lakehouse.Delta"] = [],
        ["Lakehouse.Engine"] = ["Lakehouse.Features", "Lakehouse.Delta"],
        ["Lakehouse.Engine.DuckDb"] = ["Lakehouse.Engine"],
        ["Lakehouse.Catalog"] = ["Lakehouse.Features", "Lakehouse.Delta"],
        ["Lakehouse.Online"] = ["Lakehouse.Features"],
        ["Lakehouse.Online.Sqlite"] = ["Lakehouse.Online"],
        ["Lakehouse.Pipelines"] = ["Lakehouse.Features", "Lakehouse.Delta", "Lakehouse.Engine", "Lakehouse.Catalog", "Lakehouse.Online"],
        ["Lakehouse.Client"] = [],
        ["Lakehouse.Serving"] = ["Lakehouse.Online", "Lakehouse.Catalog", "Lakehouse.Features", "Lakehouse.Client"],
        ["Lakehouse.Testing"] = ["Lakehouse.Features"],
        ["Lakehouse.Notebooks"] =
        [
            "Lakehouse.Features", "Lakehouse.Delta", "Lakehouse.Engine", "Lakehouse.Engine.DuckDb", "Lakehouse.Catalog", "Lakehouse.Online", "Lakehouse.Online.Sqlite", "Lakehouse.Pipelines",
        ],
        ["Lakehouse.Cli"] =
        [
            "Lakehouse.Features", "Lakehouse.Delta", "Lakehouse.Engine", "Lakehouse.Engine.DuckDb", "Lakehouse.Catalog", "Lakehouse.Online", "Lakehouse.Online.Sqlite", "Lakehouse.Pipelines",
            "Lakehouse.Serving", "Lakehouse.Client",
        ],
    };

    private static readonly Dictionary<string, string[]> MayPackage = new()
    {
        ["Lakehouse.Features"] = [],
        ["Lakehouse.Delta"] = ["DuckDB.NET.Data.Full", "ParquetSharp"],
        ["Lakehouse.Engine"] = [],
        ["Lakehouse.Engine.DuckDb"] = [],
        ["Lakehouse.Catalog"] = ["YamlDotNet"],
        ["Lakehouse.Online"] = [],
        ["Lakehouse.Online.Sqlite"] = ["Microsoft.Data.Sqlite"],
        ["Lakehouse.Client"] = ["Google.Protobuf", "Grpc.Net.Client", "Grpc.Tools"],
    };

    public static TheoryData<string> Rooms => [.. Clone.Projects("src").Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void ProjectReferences_Room_OnlyAllowedArrows(string room)
    {
        var references = Clone.Projects("src")[room].Projects;

        MayUse.Should().ContainKey(room, "a new room declares its arrows here");
        references.Should().BeSubsetOf(MayUse[room]);
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void PackageReferences_Room_OnlyAllowedPackages(string room)
    {
        var packages = Clone.Projects("src")[room].Packages;

        if (MayPackage.TryGetValue(room, out var allowed)) packages.Should().BeSubsetOf(allowed);
    }

    [Fact]
    public void FrameworkReferences_AllRooms_AspNetCoreOnlyWhereServed()
    {
        var web = Clone.Projects("src").Where(p => p.Value.Frameworks.Contains("Microsoft.AspNetCore.App") || p.Value.Sdk.EndsWith(".Web", StringComparison.Ordinal)).Select(p => p.Key);

        web.Should().BeSubsetOf(["Lakehouse.Serving"]);
    }

    [Fact]
    public void ProjectReferences_FeatureRepositories_OnlyTheLanguage()
    {
        var repository = Clone.Projects("jobs")["Flights"];

        repository.Projects.Should().Equal("Lakehouse.Features");
        repository.Packages.Should().BeEmpty();
    }
}
