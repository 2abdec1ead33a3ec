using Lakehouse.Online.Cassandra.Internal;
using Microsoft.Extensions.Time.Testing;

namespace Lakehouse.Online.Cassandra.Tests;

public sealed class CachedViewTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);
    private readonly FakeTimeProvider clock = new();
    private readonly List<TaskCompletionSource<ViewState>> reads = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_WithinLifetime_ReadsOnce()
    {
        var view = View();
        var first = view.GetAsync(Ct);
        await AnswerAsync(0, 1);

        clock.Advance(Lifetime / 3);

        (await view.GetAsync(Ct)).Should().BeSameAs(await first);
        reads.Should().ContainSingle();
    }

    [Fact]
    public async Task Get_SecondHalfOfLifetime_ReadsAheadAndDoesNotWait()
    {
        var view = View();
        var first = view.GetAsync(Ct);
        await AnswerAsync(0, 1);
        clock.Advance(Lifetime * 0.6);

        Version(await view.GetAsync(Ct)).Should().Be(1);
        Version(await view.GetAsync(Ct)).Should().Be(1);
        await AnswerAsync(1, 2);

        Version(await first).Should().Be(1);
        await UntilAsync(async () => Version(await view.GetAsync(Ct)) == 2);
        reads.Should().HaveCount(2);
    }

    [Fact]
    public async Task Get_AfterLifetime_WaitsForANewRead()
    {
        var view = View();
        _ = view.GetAsync(Ct);
        await AnswerAsync(0, 1);
        await UntilAsync(async () => Version(await view.GetAsync(Ct)) == 1);
        clock.Advance(Lifetime);

        var late = view.GetAsync(Ct);
        await AnswerAsync(1, 2);

        Version(await late).Should().Be(2);
    }

    [Fact]
    public async Task Refresh_ManyDuringARead_ShareOneThatBeginsAfterThem()
    {
        var view = View();
        var early = view.RefreshAsync(Ct);
        await UntilAsync(() => Task.FromResult(reads.Count == 1));

        var late = Enumerable.Range(0, 50).Select(_ => view.RefreshAsync(Ct)).ToList();
        await AnswerAsync(0, 1);
        await AnswerAsync(1, 2);

        Version(await early).Should().Be(1);
        (await Task.WhenAll(late)).Should().OnlyContain(s => Version(s) == 2);
        reads.Should().HaveCount(2);
    }

    [Fact]
    public async Task Refresh_ReadFails_ThrowsAndTheNextReadsAgain()
    {
        var view = View();
        var failing = view.RefreshAsync(Ct);
        await UntilAsync(() => Task.FromResult(reads.Count == 1));
        reads[0].SetException(new OnlineStoreException("gone"));

        var wait = () => failing;
        await wait.Should().ThrowAsync<OnlineStoreException>();
        var next = view.GetAsync(Ct);
        await AnswerAsync(1, 2);

        Version(await next).Should().Be(2);
    }

    [Fact]
    public void SawAhead_UnderAnotherMarker_IsNotKnownUnderThisOne()
    {
        var (earlier, later) = (Marker(1), Marker(2));
        var view = View();

        view.SawAhead(earlier, 20);
        view.SawAhead(later, 30);
        view.SawAhead(later, 25);

        (view.AheadOf(earlier), view.AheadOf(later)).Should().Be((long.MinValue, 30));
    }

    private static OnlineMarker Marker(long version) => new(0, 0, version, 0, null, "sha256:00");

    private static long Version(ViewState state) => state.Marker!.GoldVersion;

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition()) await Task.Delay(1, Ct);
    }

    private CachedView View() => new(
        () =>
        {
            var read = new TaskCompletionSource<ViewState>();
            lock (reads) reads.Add(read);
            return read.Task;
        },
        Lifetime,
        clock);

    private async Task AnswerAsync(int read, long version)
    {
        await UntilAsync(() => Task.FromResult(reads.Count > read));
        reads[read].SetResult(new(Marker(version), []));
    }
}
