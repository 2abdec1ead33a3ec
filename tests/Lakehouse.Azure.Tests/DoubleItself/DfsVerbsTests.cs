using System.Text;
using Lakehouse.Azure.Tests.Emulator;

namespace Lakehouse.Azure.Tests.DoubleItself;

/// <summary>The double's DFS verbs, as other engines use them: what a reader sees in between, and who wins.</summary>
public sealed class DfsVerbsTests : DoubleTest, IDisposable
{
    private static readonly (string, string) IfAbsent = ("if-none-match", "*");

    private readonly Lazy<RawClient> raw;

    public DfsVerbsTests() => raw = new Lazy<RawClient>(() => new RawClient(Account.Endpoint));

    public void Dispose() => raw.Value.Dispose();

    [Fact]
    public async Task CreateAppendFlush_BeforeTheFlush_ReadersSeeAnEmptyFile()
    {
        (await raw.Value.SendAsync("PUT", "/t/a.json?resource=file")).Should().Be("201");
        (await raw.Value.SendAsync("PATCH", "/t/a.json?action=append&position=0", "text")).Should().Be("202");
        (await ReadAsync("t/a.json")).Should().BeEmpty();
        (await raw.Value.SendAsync("PATCH", "/t/a.json?action=flush&position=3")).Should().Be("400 InvalidFlushPosition");
        (await raw.Value.SendAsync("PATCH", "/t/a.json?action=flush&position=4")).Should().Be("200");
        (await ReadAsync("t/a.json")).Should().Be("text");
        (await raw.Value.SendAsync("PUT", "/t/a.json?resource=file", headers: IfAbsent)).Should().Be("409 PathAlreadyExists");
    }

    [Fact]
    public async Task Rename_OntoOurCommit_IsRefusedAndOurCommitOntoTheirsToo()
    {
        var storage = Development.Open(Options, table: "t");
        (await storage.PutIfAbsentAsync("_delta_log/0.json", Encoding.UTF8.GetBytes("ours"), Development.Cancel)).Should().BeTrue();
        (await raw.Value.SendAsync("PUT", "/t/_delta_log/.tmp%20a?resource=file")).Should().Be("201");

        var theirs = await raw.Value.SendAsync("PUT", "/t/_delta_log/0.json?mode=legacy", headers: [IfAbsent, ("x-ms-rename-source", "/lake/t/_delta_log/.tmp%20a")]);
        var next = await raw.Value.SendAsync("PUT", "/t/_delta_log/1.json?mode=legacy", headers: [IfAbsent, ("x-ms-rename-source", "/lake/t/_delta_log/.tmp%20a")]);
        var ours = await storage.PutIfAbsentAsync("_delta_log/1.json", Encoding.UTF8.GetBytes("ours"), Development.Cancel);

        (theirs, next, ours).Should().Be(("409 PathAlreadyExists", "201", false));
        (await ReadAsync("t/_delta_log/0.json")).Should().Be("ours");
    }

    [Fact]
    public async Task Rename_DirectoryWithFiles_MovesAllOfIt()
    {
        await Development.Open(Options, table: "t").PutAsync("d/e/f.json", Encoding.UTF8.GetBytes("x"), Development.Cancel);

        (await raw.Value.SendAsync("PUT", "/t/g?mode=legacy", headers: [("x-ms-rename-source", "/lake/t/d")])).Should().Be("201");

        (await ReadAsync("t/g/e/f.json")).Should().Be("x");
        (await ReadAsync("t/d/e/f.json")).Should().BeNull();
    }

    [Theory]
    [InlineData("/t/x?mode=legacy", "/lake/t/none", "404 SourcePathNotFound")]
    [InlineData("/nowhere/x?mode=legacy", "/lake/t/a", "404 RenameDestinationParentPathNotFound")]
    public async Task Rename_NoSourceOrParent_IsRefused(string target, string source, string answer)
    {
        await Development.Open(Options, table: "t").PutAsync("a", Encoding.UTF8.GetBytes("x"), Development.Cancel);

        (await raw.Value.SendAsync("PUT", target, headers: [("x-ms-rename-source", source)])).Should().Be(answer);
    }

    [Fact]
    public async Task Delete_DirectoryWithFiles_OnlyRecursively()
    {
        await Development.Open(Options, table: "t").PutAsync("d/a", Encoding.UTF8.GetBytes("x"), Development.Cancel);

        (await raw.Value.SendAsync("DELETE", "/t/d", headers: ("accept", "application/json"))).Should().Be("409 DirectoryNotEmpty");
        (await raw.Value.SendAsync("DELETE", "/t/d?recursive=true", headers: ("accept", "application/json"))).Should().Be("200");
        (await ReadAsync("t/d/a")).Should().BeNull();
    }

    [Fact]
    public async Task AnyRequest_NoVersionOrNoSignature_IsRefused()
    {
        using var http = new HttpClient();

        var answer = await http.GetAsync($"{Account.Endpoint}/lake/a", Development.Cancel);

        answer.Headers.GetValues("x-ms-error-code").Should().Equal("MissingRequiredHeader");
    }

    private async Task<string?> ReadAsync(string path) =>
        await Development.Open(Options, table: "").ReadAsync(path, Development.Cancel) is { } content ? Encoding.UTF8.GetString(content) : null;
}
