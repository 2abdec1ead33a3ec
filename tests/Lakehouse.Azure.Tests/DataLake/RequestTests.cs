using Azure;
using Azure.Core;
using Azure.Storage;
using Azure.Storage.Files.DataLake;
using Azure.Storage.Files.DataLake.Models;
using Lakehouse.Azure.Double;
using Lakehouse.Azure.Tests.Emulator;

namespace Lakehouse.Azure.Tests.DataLake;

/// <summary>What the DataLake client sends and how it reads answers; a shared key is judged by a signer that is not the SDK's.</summary>
public sealed class RequestTests : DoubleTest
{
    private protected override AzureDoubleOptions DoubleOptions => base.DoubleOptions with { PageSize = 2 };

    [Fact]
    public async Task GetPaths_Recursive_PagesWithContinuationAndTypedEntries()
    {
        await SeedAsync("t/a.json", "t/d e/b+é.json", "t/z.json");

        var items = await ItemsAsync(new() { Path = "/t/", Recursive = true });

        items.Select(i => (i.Name, i.IsDirectory, i.ContentLength)).Should().Equal(("t/a.json", null, 6), ("t/d e", true, 0), ("t/d e/b+é.json", null, 9), ("t/z.json", null, 6));
        items.Should().OnlyContain(i => i.LastModified > TimeProvider.System.GetUtcNow().AddMinutes(-5) && i.ETag != default(ETag));
        var requests = Account.Requests.Where(r => r.Method == "GET").ToList();
        requests.Should().HaveCount(2).And.OnlyContain(r => r.Headers["accept"] == "application/json" && r.Headers["x-ms-version"] == "2026-02-06");
        requests[0].Target.Should().Be("/devstoreaccount1/lake?resource=filesystem&recursive=true&upn=false&directory=t");
        requests[1].Target.Should().StartWith("/devstoreaccount1/lake?resource=filesystem&recursive=true&upn=false&directory=t&continuation=");
    }

    [Fact]
    public async Task GetPaths_StartFrom_IsSentAsBeginFrom()
    {
        await SeedAsync("t/1.json", "t/2.json", "t/3.json");

        var items = await ItemsAsync(new() { Path = "t", StartFrom = "2." });

        items.Select(i => i.Name).Should().Equal("t/2.json", "t/3.json");
        Account.Requests[^1].Target.Should().EndWith("&directory=t&beginFrom=2.");
    }

    [Fact]
    public async Task GetPaths_AbsentDirectory_FailsWithTheServicesCode()
    {
        var list = () => ItemsAsync(new() { Path = "nowhere" });

        var refused = (await list.Should().ThrowAsync<RequestFailedException>()).Which;

        (refused.Status, refused.ErrorCode).Should().Be((404, "PathNotFound"));
    }

    [Fact]
    public async Task Read_WholeRangeAndPastTheEnd_AnswersAsTheServiceDoes()
    {
        await SeedAsync("t/a.json");
        var file = Lake().GetFileClient("t/a.json");

        var whole = (await file.ReadContentAsync(new DataLakeFileReadOptions(), Development.Cancel)).Value;
        var range = (await file.ReadContentAsync(new DataLakeFileReadOptions { Range = new HttpRange(2, 3) }, Development.Cancel)).Value;
        var past = () => file.ReadContentAsync(new DataLakeFileReadOptions { Range = new HttpRange(99, 1) }, Development.Cancel);

        whole.Content.ToString().Should().Be("a.json");
        (range.Content.ToString(), range.Details.ContentRange).Should().Be(("jso", "bytes 2-4/6"));
        (await past.Should().ThrowAsync<RequestFailedException>()).Which.ErrorCode.Should().Be("InvalidRange");
    }

    [Fact]
    public async Task Read_ConditionThatDoesNotHold_IsRefused()
    {
        await SeedAsync("t/a.json");
        var options = new DataLakeFileReadOptions { Conditions = new DataLakeRequestConditions { IfMatch = new ETag("\"0xFF\"") } };
        var read = () => Lake().GetFileClient("t/a.json").ReadContentAsync(options, Development.Cancel);

        (await read.Should().ThrowAsync<RequestFailedException>()).Which.Status.Should().Be(412);
    }

    [Fact]
    public async Task GetProperties_FileAndDirectory_AreTold()
    {
        await SeedAsync("t/d/a.json");

        var file = (await Lake().GetFileClient("t/d/a.json").GetPropertiesAsync(cancellationToken: Development.Cancel)).Value;
        var directory = (await Lake().GetFileClient("t/d").GetPropertiesAsync(cancellationToken: Development.Cancel)).Value;

        (file.ContentLength, file.IsDirectory, directory.IsDirectory).Should().Be((6, false, true));
    }

    [Fact]
    public async Task DeleteIfExists_PresentThenAbsent_TrueThenFalse()
    {
        await SeedAsync("t/a b.json");
        var file = Lake().GetFileClient("t/a b.json");

        var first = (await file.DeleteIfExistsAsync(cancellationToken: Development.Cancel)).Value;
        var second = (await file.DeleteIfExistsAsync(cancellationToken: Development.Cancel)).Value;

        (first, second).Should().Be((true, false));
        Account.Requests[^1].Should().Match<SeenRequest>(r => r.Method == "DELETE" && r.Target == "/devstoreaccount1/lake/t/a%20b.json");
    }

    [Fact]
    public async Task DeleteIfExists_StaleTag_IsRefusedAndSent()
    {
        await SeedAsync("t/a.json");
        var conditions = new DataLakeRequestConditions { IfMatch = new ETag("\"0xFF\"") };
        var delete = () => Lake().GetFileClient("t/a.json").DeleteIfExistsAsync(conditions, Development.Cancel);

        (await delete.Should().ThrowAsync<RequestFailedException>()).Which.Status.Should().Be(412);
        Account.Requests[^1].Headers["if-match"].Should().Be("\"0xFF\"");
    }

    [Fact]
    public async Task Requests_WrongKey_AreRefused()
    {
        var key = new StorageSharedKeyCredential(Development.Account, Convert.ToBase64String(new byte[64]));
        var lake = new DataLakeServiceClient(Account.Endpoint, key, ClientOptions()).GetFileSystemClient("lake");
        var list = async () => await lake.GetPathsAsync(cancellationToken: Development.Cancel).FirstAsync(Development.Cancel);

        (await list.Should().ThrowAsync<RequestFailedException>()).Which.ErrorCode.Should().Be("AuthenticationFailed");
    }

    [Fact]
    public async Task Requests_SasCredential_CarryTheSignatureAndNoKey()
    {
        await SeedAsync("t/a.json");
        var lake = new DataLakeServiceClient(Account.Endpoint, new AzureSasCredential("sv=2026-02-06&sig=abc%3D"), ClientOptions()).GetFileSystemClient("lake");

        await lake.GetPathsAsync(new() { Path = "t" }, Development.Cancel).FirstAsync(Development.Cancel);
        await lake.GetFileClient("t/a.json").DeleteIfExistsAsync(cancellationToken: Development.Cancel);

        Account.Requests.TakeLast(2).Should().OnlyContain(r => r.Target.Contains("sig=abc%3D") && !r.Headers.ContainsKey("authorization"));
    }

    [Fact]
    public void Clients_AccountsOwnHosts_BlobAndDfsAreTwoAddresses()
    {
        var key = new StorageSharedKeyCredential("acc", Convert.ToBase64String(new byte[64]));

        var service = new DataLakeServiceClient(new Uri("https://acc.blob.core.windows.net"), key, new DataLakeClientOptions());

        service.AccountName.Should().Be("acc");
        service.GetFileSystemClient("lake").GetFileClient("a b/c").Uri.AbsoluteUri.Should().Be("https://acc.dfs.core.windows.net/lake/a%20b/c");
    }

    [Fact]
    public async Task Requests_Busy_AreRepeatedAsTheOptionsSay()
    {
        await SeedAsync("t/a.json");
        var left = 2;
        Account.Plan = r => r.Method == "GET" && Interlocked.Decrement(ref left) >= 0 ? new(FaultKind.Busy) : default;

        var items = await ItemsAsync(new() { Path = "t" });

        items.Should().ContainSingle();
        Account.Requests.Count(r => r.Method == "GET").Should().Be(3);
    }

    private static DataLakeClientOptions ClientOptions()
    {
        var options = new DataLakeClientOptions(DataLakeClientOptions.ServiceVersion.V2026_02_06);
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        return options;
    }

    private DataLakeFileSystemClient Lake() =>
        new DataLakeServiceClient(Account.Endpoint, new StorageSharedKeyCredential(Development.Account, Development.Key), ClientOptions()).GetFileSystemClient("lake");

    private async Task<List<PathItem>> ItemsAsync(DataLakeGetPathsOptions options) => await Lake().GetPathsAsync(options, Development.Cancel).ToListAsync(Development.Cancel);

    /// <summary>Files whose content is their name.</summary>
    private async Task SeedAsync(params IEnumerable<string> paths)
    {
        var storage = Development.Open(Options, table: "");
        foreach (var path in paths) await storage.PutAsync(path, System.Text.Encoding.UTF8.GetBytes(path[(path.LastIndexOf('/') + 1)..]), Development.Cancel);
    }
}
