using Lakehouse.Azure.Double;
using Lakehouse.Catalog;
using Lakehouse.Delta.Storage;
using Lakehouse.Delta.Storage.Azure;

namespace Lakehouse.EndToEnd.Tests;

/// <summary>A lake in an account of the double that knows the flights project; cache and online store lie in a directory that goes with the test.</summary>
internal sealed class AzureFlights : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lakehouse-azure-e2e-").FullName;
    private readonly Dictionary<string, string> environment;

    private AzureFlights(AzureDouble account) => environment = new()
    {
        ["AZURE_STORAGE_ENDPOINT"] = account.Endpoint.ToString(),
        ["AZURE_STORAGE_KEY"] = Key,
        ["LAKEHOUSE_CACHE"] = Path.Combine(folder, "cache"),
        ["LAKEHOUSE_ONLINE"] = Path.Combine(folder, "online"),
    };

    public static string Key => new AzureDoubleOptions().Key;

    public string Lake => "abfss://lake@devstoreaccount1.dfs.core.windows.net/flights";

    public static async Task<AzureFlights> CreateAsync(AzureDouble account)
    {
        var ct = TestContext.Current.CancellationToken;
        var flights = new AzureFlights(account);
        var storage = new StorageOptions
        {
            Azure = new AzureStorageOptions { AccountKey = Key, Endpoint = account.Endpoint },
            CacheDirectory = flights.environment["LAKEHOUSE_CACHE"],
        };
        var lake = await Catalog.Lake.OpenAsync(flights.Lake, create: true, TimeProvider.System, new LakeOptions { Storage = storage }, ct);
        await new FeatureCatalog(lake).ApplyAsync(new Flights.FlightsProject().Build(), ct);
        return flights;
    }

    /// <summary>Runs a call on this lake with changes to its environment.</summary>
    public Task<(int ExitCode, string Out, string Error)> RunAsync(IReadOnlyList<(string Name, string Value)> changes, params IReadOnlyList<string> arguments)
    {
        var call = new Dictionary<string, string>(environment);
        foreach (var (name, value) in changes) call[name] = value;
        return CommandProcess.RunAsync(arguments.Contains("--lake") ? arguments : [.. arguments, "--lake", Lake], call);
    }

    /// <summary>Runs a call on this lake that must succeed.</summary>
    public async Task<string> SucceedAsync(params IReadOnlyList<string> arguments)
    {
        var (exitCode, output, error) = await RunAsync([], arguments);
        exitCode.Should().Be(0, error);
        return output;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
