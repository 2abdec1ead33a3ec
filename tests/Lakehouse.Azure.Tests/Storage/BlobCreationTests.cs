using System.Text;
using Lakehouse.Azure.Double;
using Lakehouse.Azure.Tests.Emulator;
using Lakehouse.Delta;
using Lakehouse.Delta.Storage.Azure;

namespace Lakehouse.Azure.Tests.Storage;

/// <summary>Who created a file, when answers are lost, late or ambiguous.</summary>
public sealed class BlobCreationTests : DoubleTest
{
    private const string Path = "_delta_log/00000000000000000000.json";

    private static readonly byte[] Content = Encoding.UTF8.GetBytes("{}\n");

    [Fact]
    public async Task PutIfAbsent_FreeName_OneConditionalRequestAndNoReadBack()
    {
        var storage = Development.Open(Options);

        var created = await storage.PutIfAbsentAsync(Path, Content, Development.Cancel);

        created.Should().BeTrue();
        var request = Account.Requests.Should().ContainSingle().Which;
        request.Method.Should().Be("PUT");
        request.Headers.Should().Contain("if-none-match", "*").And.Contain("x-ms-blob-type", "BlockBlob").And.Contain("x-ms-version", "2026-02-06");
    }

    [Fact]
    public async Task PutIfAbsent_SameBytesAgain_SaysTaken()
    {
        var storage = Development.Open(Options);
        await storage.PutIfAbsentAsync(Path, Content, Development.Cancel);

        var again = await storage.PutIfAbsentAsync(Path, Content, Development.Cancel);

        again.Should().BeFalse("equal bytes of another call are not this call's");
    }

    [Fact]
    public async Task PutIfAbsent_AnswerLostAndRetriedBySdk_KnowsItsOwn()
    {
        var left = 1;
        Account.Plan = r => r.Method == "PUT" && Interlocked.Decrement(ref left) >= 0 ? new(FaultKind.LostAnswer) : default;

        var created = await Development.Open(Options).PutIfAbsentAsync(Path, Content, Development.Cancel);

        created.Should().BeTrue();
        Writes.Should().HaveCount(2, "the SDK repeated the request and met a conflict with itself");
    }

    [Fact]
    public async Task PutIfAbsent_EveryAnswerOfWritesLost_KnowsItsOwn()
    {
        Account.Plan = r => r.Method == "PUT" ? new(FaultKind.LostAnswer) : default;

        var created = await Development.Open(Options).PutIfAbsentAsync(Path, Content, Development.Cancel);

        created.Should().BeTrue();
    }

    [Fact]
    public async Task PutIfAbsent_AnswerLostOnATakenName_SaysTaken()
    {
        await Development.Open(Options).PutIfAbsentAsync(Path, Content, Development.Cancel);
        Account.Plan = r => r.Method == "PUT" ? new(FaultKind.LostAnswer) : default;

        var created = await Development.Open(Options).PutIfAbsentAsync(Path, Content, Development.Cancel);

        created.Should().BeFalse();
    }

    [Theory]
    [InlineData(FaultKind.Busy)]
    [InlineData(FaultKind.Error)]
    public async Task PutIfAbsent_RefusedTwice_IsRepeated(FaultKind kind)
    {
        var left = 2;
        Account.Plan = _ => Interlocked.Decrement(ref left) >= 0 ? new(kind) : default;

        var created = await Development.Open(Options).PutIfAbsentAsync(Path, Content, Development.Cancel);

        created.Should().BeTrue();
        Account.Requests.Should().HaveCount(3);
    }

    [Fact]
    public async Task PutIfAbsent_BusyForGood_SaysUnknownAfterABoundedNumberOfPuts()
    {
        Account.Plan = r => r.Method == "PUT" ? new(FaultKind.Busy) : default;
        var put = () => Development.Open(Options with { MaxRetries = 1 }).PutIfAbsentAsync(Path, Content, Development.Cancel);

        var thrown = (await put.Should().ThrowAsync<DeltaException>()).Which;

        thrown.Code.Should().Be(DeltaErrorCode.OutcomeUnknown);
        thrown.IsTransient.Should().BeFalse("repeating could write what may yet appear");
        Writes.Should().HaveCount(4 * 2).And.OnlyContain(r => r.Headers["x-ms-meta-lakehouse_put"] == Account.Requests[0].Headers["x-ms-meta-lakehouse_put"]);
    }

    [Fact]
    public async Task PutIfAbsent_RequestLandsAfterTheClientGaveUp_KnowsItsOwn()
    {
        var left = 1;
        Account.Plan = r => r.Method == "PUT" && Interlocked.Decrement(ref left) >= 0 ? new(FaultKind.None, TimeSpan.FromSeconds(2)) : default;
        var options = Options with { MaxRetries = 0, NetworkTimeout = TimeSpan.FromSeconds(1) };

        var created = await Development.Open(options).PutIfAbsentAsync(Path, Content, Development.Cancel);
        await Task.Delay(TimeSpan.FromSeconds(1.5), Development.Cancel);

        created.Should().BeTrue();
        Writes.Should().HaveCountGreaterThan(1);
        (await Development.Open(Options).ReadAsync(Path, Development.Cancel)).Should().Equal(Content);
    }

    [Fact]
    public async Task PutIfAbsent_NoAnswerAtAll_SaysUnknownInBoundedTime()
    {
        Account.Plan = _ => new(FaultKind.None, TimeSpan.FromMinutes(1));
        var options = Options with { NetworkTimeout = TimeSpan.FromMilliseconds(200) };
        var put = () => Development.Open(options).PutIfAbsentAsync(Path, Content, Development.Cancel).WaitAsync(TimeSpan.FromSeconds(30), Development.Cancel);

        (await put.Should().ThrowAsync<DeltaException>()).Which.Code.Should().Be(DeltaErrorCode.OutcomeUnknown);
    }

    [Fact]
    public async Task PutIfAbsent_NoContainer_SaysSoAndIsNoUnknown()
    {
        var storage = AzureStorage.Open(Development.Location("t") with { Container = "nowhere" }, Options);
        var put = () => storage.PutIfAbsentAsync(Path, Content, Development.Cancel);

        var thrown = (await put.Should().ThrowAsync<DeltaException>().WithMessage("*Create the container 'nowhere' first*")).Which;

        thrown.Code.Should().Be(DeltaErrorCode.Storage);
    }

    [Fact]
    public async Task PutIfAbsent_FortyAtOnce_OneWins()
    {
        var contenders = Enumerable.Range(0, 40).Select(_ => Task.Run(() => Development.Open(Options).PutIfAbsentAsync(Path, Content, Development.Cancel)));

        var outcomes = await Task.WhenAll(contenders);

        outcomes.Count(won => won).Should().Be(1);
    }
}
