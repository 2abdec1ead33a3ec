using System.Security.Cryptography;
using Azure.Core.Pipeline;
using Lakehouse.Azure.Double;
using Lakehouse.Azure.Tests.Emulator;
using Lakehouse.Delta;

namespace Lakehouse.Azure.Tests.Storage;

/// <summary>Requests and faults of everything but the creation of files.</summary>
public sealed class AzureStorageTests : DoubleTest, IDisposable
{
    private readonly DirectoryInfo local = Directory.CreateTempSubdirectory("lakehouse-azure-");

    private protected override AzureDoubleOptions DoubleOptions => base.DoubleOptions with { PageSize = 3, ClockSkew = TimeSpan.FromHours(3) };

    public void Dispose() => local.Delete(recursive: true);

    [Fact]
    public async Task List_FromAName_AsksTheServiceToStartThere()
    {
        var storage = Development.Open(Options);
        foreach (var i in Enumerable.Range(0, 8)) await storage.PutAsync($"_delta_log/{i:d20}.json", new byte[] { 1 }, Development.Cancel);

        var found = await storage.ListAsync("_delta_log", $"{5:d20}.", Development.Cancel);

        found.Select(f => f.Name).Should().Equal($"{5:d20}.json", $"{6:d20}.json", $"{7:d20}.json");
        Account.Requests.Should().ContainSingle(r => r.Method == "GET").Which.DecodedTarget.Should().Contain($"beginFrom={5:d20}.").And.Contain("directory=table/_delta_log");
    }

    [Fact]
    public async Task List_Times_AreTheStoresAndNotThisMachines()
    {
        var storage = Development.Open(Options);
        await storage.PutAsync("a", new byte[] { 1 }, Development.Cancel);

        var found = (await storage.ListAsync("", "", Development.Cancel)).Single();

        DateTimeOffset.FromUnixTimeMilliseconds(found.ModificationTimeMillis).Should().BeCloseTo(TimeProvider.System.GetUtcNow().AddHours(3), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Upload_LargerThanABlock_SendsBlocksAndDownloadsInRanges()
    {
        var source = Path.Combine(local.FullName, "source");
        var target = Path.Combine(local.FullName, "target");
        var content = RandomNumberGenerator.GetBytes((20 << 20) + 17);
        await File.WriteAllBytesAsync(source, content, Development.Cancel);
        var storage = Development.Open(Options);

        var stored = await storage.UploadAsync("a b/part+é%.parquet", source, Development.Cancel);
        var found = await storage.DownloadAsync("a b/part+é%.parquet", target, Development.Cancel);

        stored.Size.Should().Be(content.Length);
        found.Should().BeTrue();
        (await File.ReadAllBytesAsync(target, Development.Cancel)).AsSpan().SequenceEqual(content).Should().BeTrue();
        Writes.Count(r => r.Target.Contains("comp=block&", StringComparison.Ordinal)).Should().Be(3);
        Account.Requests.Count(r => r.Method == "GET" && r.Headers.ContainsKey("x-ms-range")).Should().Be(3);
    }

    [Fact]
    public async Task Download_BodyBreaksOff_GoesOnWhereItBroke()
    {
        var storage = Development.Open(Options);
        var content = RandomNumberGenerator.GetBytes(100_000);
        await storage.PutAsync("part", content, Development.Cancel);
        var left = 2;
        Account.Plan = r => r.Method == "GET" && Interlocked.Decrement(ref left) >= 0 ? new(FaultKind.TruncatedBody) : default;

        var target = Path.Combine(local.FullName, "target");
        await storage.DownloadAsync("part", target, Development.Cancel);
        var read = await storage.ReadAsync("part", Development.Cancel);

        (await File.ReadAllBytesAsync(target, Development.Cancel)).Should().Equal(content);
        read.Should().Equal(content);
    }

    [Fact]
    public async Task List_BodyBreaksOff_IsAskedAgain()
    {
        var storage = Development.Open(Options);
        await storage.PutAsync("a", new byte[] { 1 }, Development.Cancel);
        var left = 1;
        Account.Plan = r => r.Method == "GET" && Interlocked.Decrement(ref left) >= 0 ? new(FaultKind.TruncatedBody) : default;

        var found = await storage.ListAsync("", "", Development.Cancel);

        found.Should().ContainSingle();
        Account.Requests.Count(r => r.Method == "GET").Should().Be(2);
    }

    [Fact]
    public async Task AllRequests_ConnectionString_GoToTheAccountItNames()
    {
        var text = $"DefaultEndpointsProtocol=http;AccountName={Development.Account};AccountKey={Development.Key};BlobEndpoint={Account.Endpoint};";
        var storage = Development.Open(Options with { AccountKey = null, Endpoint = null, ConnectionString = text });

        (await storage.PutIfAbsentAsync("a b", new byte[] { 1 }, Development.Cancel)).Should().BeTrue();
        (await storage.ListAsync("", "", Development.Cancel)).Select(f => f.Name).Should().Equal("a b");
        await storage.DeleteAsync("a b", Development.Cancel);

        (await storage.ReadAsync("a b", Development.Cancel)).Should().BeNull();
    }

    [Fact]
    public async Task Put_LargerThanABlock_StaysOneRequest()
    {
        await Development.Open(Options).PutAsync("checkpoint", new byte[12 << 20], Development.Cancel);

        Account.Requests.Should().ContainSingle().Which.Headers.Should().NotContainKey("if-none-match");
    }

    [Fact]
    public async Task Delete_AnswerLost_IsNoFailure()
    {
        var storage = Development.Open(Options);
        await storage.PutAsync("part", new byte[] { 1 }, Development.Cancel);
        var left = 1;
        Account.Plan = r => r.Method == "DELETE" && Interlocked.Decrement(ref left) >= 0 ? new(FaultKind.LostAnswer) : default;

        await storage.DeleteAsync("part", Development.Cancel);

        (await storage.ReadAsync("part", Development.Cancel)).Should().BeNull();
    }

    [Theory]
    [InlineData(FaultKind.Busy, "503 ServerBusy")]
    [InlineData(FaultKind.Error, "500 InternalError")]
    [InlineData(FaultKind.LostAnswer, "no answer")]
    public async Task Read_ServiceDownForGood_SaysSoAndIsTransient(FaultKind kind, string what)
    {
        Account.Plan = _ => new(kind);
        var read = () => Development.Open(Options with { MaxRetries = 2 }).ReadAsync("_delta_log/x", Development.Cancel);

        var thrown = (await read.Should().ThrowAsync<DeltaException>().WithMessage($"*'abfss://lake@devstoreaccount1.dfs.core.windows.net/table/_delta_log/x'*{what}*")).Which;

        thrown.Code.Should().Be(DeltaErrorCode.Storage);
        thrown.IsTransient.Should().BeTrue();
        Account.Requests.Should().HaveCount(3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task List_AProxyAnswersWithAPage_SaysSo(bool isHierarchical)
    {
        using var proxy = new HttpClientTransport(new HttpClient(new ProxyPage()));
        var list = () => Development.Open(Options with { Transport = proxy, HierarchicalNamespace = isHierarchical }).ListAsync("", "", Development.Cancel);

        await list.Should().ThrowAsync<DeltaException>().WithMessage("*no storage service*proxy*");
    }

    [Fact]
    public async Task List_CallerCancels_IsCancelledAndNoStorageFailure()
    {
        using var cancel = new CancellationTokenSource();
        Account.Plan = _ => new(FaultKind.None, TimeSpan.FromSeconds(1));
        cancel.CancelAfter(TimeSpan.FromMilliseconds(50));

        var list = () => Development.Open(Options).ListAsync("", "", cancel.Token);

        await list.Should().ThrowAsync<OperationCanceledException>();
    }

    private sealed class ProxyPage : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = new StringContent("<html>Sign in<br></html>") });
    }
}
