namespace Lakehouse.Architecture.Tests;

/// <summary>The rooms' allowed arrows: who may use whom, and which packages.</summary>
public sealed class RoomTests
{
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Azure.Storage.Files.DataLake"] = [],
        ["Microsoft.Spark"] = [],
        ["CassandraCSharpDriver"] = [],
        ["Lakehouse.Analyzers"] = [],
        ["Lakehouse.Features"] = [],
        ["Lakehouse.Delta"] = [],
        ["Lakehouse.Engine"] = ["Lakehouse.Features", "Lakehouse.Delta"],
        ["Lakehouse.Engine.DuckDb"] = ["Lakehouse.Engine"],
        ["Lakehouse.Engine.Spark"] = ["Lakehouse.Engine", "Lakehouse.Engine.DuckDb"],
        ["Lakehouse.Catalog"] = ["Lakehouse.Features", "Lakehouse.Delta"],
        ["Lakehouse.Online"] = ["Lakehouse.Features"],
        ["Lakehouse.Online.Sqlite"] = ["Lakehouse.Online"],
        ["Lakehouse.Online.Cassandra"] = ["Lakehouse.Online"],
        ["Lakehouse.Pipelines"] = ["Lakehouse.Features", "Lakehouse.Delta", "Lakehouse.Engine", "Lakehouse.Catalog", "Lakehouse.Online"],
        ["Lakehouse.Online.Targets"] = ["Lakehouse.Catalog", "Lakehouse.Online", "Lakehouse.Online.Cassandra", "Lakehouse.Online.Sqlite", "Lakehouse.Pipelines"],
        ["Lakehouse.Client"] = [],
        ["Lakehouse.Serving"] = ["Lakehouse.Online", "Lakehouse.Catalog", "Lakehouse.Features", "Lakehouse.Client"],
        ["Lakehouse.Testing"] = ["Lakehouse.Features"],
        ["Lakehouse.Testing.Engines"] = ["Lakehouse.Features", "Lakehouse.Testing", "Lakehouse.Engine", "Lakehouse.Delta"],
        ["Lakehouse.Notebooks"] =
        [
            "Lakehouse.Features", "Lakehouse.Delta", "Lakehouse.Engine", "Lakehouse.Engine.DuckDb", "Lakehouse.Catalog", "Lakehouse.Online", "Lakehouse.Online.Targets", "Lakehouse.Pipelines",
        ],
        ["Lakehouse.Cli"] =
        [
            "Lakehouse.Features", "Lakehouse.Delta", "Lakehouse.Engine", "Lakehouse.Engine.DuckDb", "Lakehouse.Engine.Spark", "Lakehouse.Catalog", "Lakehouse.Online", "Lakehouse.Online.Targets",
            "Lakehouse.Pipelines", "Lakehouse.Serving", "Lakehouse.Client",
        ],
    };

    /// <summary>Which rooms may use which packages that a stand-in in src/Compat replaces.</summary>
    private static readonly Dictionary<string, string[]> MayCompat = new()
    {
        ["Lakehouse.Delta"] = ["Azure.Storage.Files.DataLake"],
        ["Lakehouse.Engine.Spark"] = ["Microsoft.Spark"],
        ["Lakehouse.Online.Cassandra"] = ["CassandraCSharpDriver"],
        // The roles of the cluster that `up` starts.
        ["Lakehouse.Cli"] = ["CassandraCSharpDriver"],
    };

    private static readonly Dictionary<string, string[]> MayPackage = new()
    {
        ["Lakehouse.Analyzers"] = ["Microsoft.CodeAnalysis.CSharp"],
        ["Lakehouse.Features"] = [],
        ["Lakehouse.Delta"] = ["Azure.Core", "Azure.Identity", "Azure.Storage.Blobs", "DuckDB.NET.Data.Full", "ParquetSharp"],
        ["Lakehouse.Engine"] = [],
        ["Lakehouse.Engine.DuckDb"] = [],
        ["Lakehouse.Engine.Spark"] = [],
        ["Microsoft.Spark"] = [],
        // The checksum of protocol v5's segments.
        ["CassandraCSharpDriver"] = ["System.IO.Hashing"],
        ["Lakehouse.Catalog"] = ["YamlDotNet"],
        ["Lakehouse.Online"] = [],
        ["Lakehouse.Testing"] = ["FluentAssertions"],
        ["Lakehouse.Testing.Engines"] = [],
        ["Lakehouse.Online.Sqlite"] = ["Microsoft.Data.Sqlite"],
        ["Lakehouse.Online.Cassandra"] = [],
        ["Lakehouse.Online.Targets"] = [],
        ["Azure.Storage.Files.DataLake"] = ["Azure.Core", "Azure.Storage.Blobs", "Azure.Storage.Common"],
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

    [Theory]
    [MemberData(nameof(Rooms))]
    public void CompatReferences_Room_OnlyAllowedStandIns(string room)
    {
        var standIns = Clone.Projects("src")[room].StandIns;

        standIns.Should().BeSubsetOf(MayCompat.GetValueOrDefault(room, []));
    }

    [Fact]
    public void StandIns_AllOfCompat_AreUsedAndHaveCentralVersions()
    {
        var standIns = Clone.Projects("src/Compat").Keys;
        var used = Clone.Projects("src").SelectMany(p => p.Value.StandIns).Distinct();
        var versions = File.ReadAllText(Path.Combine(Clone.Root, "Directory.Packages.props"));

        used.Should().BeEquivalentTo(standIns);
        standIns.Should().OnlyContain(name => versions.Contains($"\"{name}\""), "the swap to the real package needs its version");
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

        repository.Projects.Should().Equal("Lakehouse.Features", "Lakehouse.Analyzers");
        repository.Packages.Should().BeEmpty();
    }
}
