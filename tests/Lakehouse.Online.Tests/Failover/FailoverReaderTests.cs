using Lakehouse.Features;
using Lakehouse.Online.Failover;
using Microsoft.Extensions.Time.Testing;

namespace Lakehouse.Online.Tests.Failover;

public sealed class FailoverReaderTests
{
    private static readonly VersionedName View = new("delays", 1);
    private readonly FakeTimeProvider clock = new();
    private readonly ScriptedReader near = new(goldVersion: 7);
    private readonly ScriptedReader far = new(goldVersion: 5);
    private FailoverOptions options = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_AllUp_AsksThePreferredOnly()
    {
        await using var stores = Stores();

        var marker = await stores.GetMarkerAsync(View, Ct);

        marker!.GoldVersion.Should().Be(7);
        far.Asked.Should().Be(0);
    }

    [Fact]
    public async Task Read_PreferredFails_GivesTheNextOnesAnswer()
    {
        near.IsDown = true;
        await using var stores = Stores();

        (await stores.GetMarkerAsync(View, Ct))!.GoldVersion.Should().Be(5);
    }

    [Fact]
    public async Task Read_AllFail_NamesEachStoreAndIsTransient()
    {
        near.IsDown = far.IsDown = true;
        await using var stores = Stores();

        var read = () => stores.GetMarkerAsync(View, Ct);

        var error = (await read.Should().ThrowAsync<OnlineStoreException>()).Which;
        error.Message.Should().Be("No online store can be read for view delays@1: near failed (The store is down); far failed (The store is down).");
        error.IsTransient.Should().BeTrue();
    }

    [Fact]
    public async Task Read_PreferredIsSlow_AsksTheNextAndCancelsTheLoser()
    {
        near.Gate = new();
        await using var stores = Stores();

        var reading = stores.GetMarkerAsync(View, Ct);
        far.Asked.Should().Be(0, "the preferred one has its time first");
        clock.Advance(options.SwitchAfter);

        (await reading)!.GoldVersion.Should().Be(5);
        while (near.Cancelled == 0) await Task.Delay(5, Ct);
    }

    [Fact]
    public async Task Read_SlowOneAnswersFirstAfterAll_Counts()
    {
        near.Gate = new();
        far.Gate = new();
        await using var stores = Stores();

        var reading = stores.GetMarkerAsync(View, Ct);
        clock.Advance(options.SwitchAfter);
        while (far.Asked == 0) await Task.Yield();
        near.Gate.SetResult();

        (await reading)!.GoldVersion.Should().Be(7);
    }

    [Fact]
    public async Task Read_SlowAndBudgetSpent_WaitsForThePreferred()
    {
        options = options with { ExtraReads = 0 };
        near.Gate = new();
        await using var stores = Stores();

        var reading = stores.GetMarkerAsync(View, Ct);
        clock.Advance(options.SwitchAfter);
        await Task.Delay(50, Ct);
        near.Gate.SetResult();

        (await reading)!.GoldVersion.Should().Be(7);
        far.Asked.Should().Be(0);
    }

    [Fact]
    public async Task Read_HangingAndBudgetSpent_TurnsToTheNextAtTheAttemptsEnd()
    {
        options = options with { ExtraReads = 0 };
        near.Gate = new();
        await using var stores = Stores();

        var reading = stores.GetMarkerAsync(View, Ct);
        clock.Advance(options.AttemptTimeout);

        (await reading)!.GoldVersion.Should().Be(5);
    }

    [Fact]
    public async Task Read_CallerCancels_IsCancelledAndNoStoreIsBlamed()
    {
        options = options with { FailuresToOpen = 1 };
        near.Gate = new();
        await using var stores = Stores();
        using var caller = new CancellationTokenSource();

        var reading = stores.GetMarkerAsync(View, caller.Token);
        await caller.CancelAsync();

        await reading.Awaiting(r => r).Should().ThrowAsync<OperationCanceledException>();
        stores.IsUp("near").Should().BeTrue();
    }

    [Fact]
    [Semantics("7.80")]
    public async Task Read_OneDownAndOtherNeverSynced_FailsInsteadOfSayingAbsent()
    {
        near.IsDown = true;
        await using var stores = new FailoverReader([new("near", near), new("new", new ScriptedReader(goldVersion: null))], options, clock);

        var read = () => stores.GetMarkerAsync(View, Ct);

        (await read.Should().ThrowAsync<OnlineStoreException>()).WithMessage("*near failed*1 answered, but were never synced the view.");
    }

    [Fact]
    [Semantics("7.80")]
    public async Task Read_PreferredNeverSynced_TheOneThatWasAnswers()
    {
        await using var stores = new FailoverReader([new("new", new ScriptedReader(goldVersion: null)), new("far", far)], options, clock);

        (await stores.GetMarkerAsync(View, Ct))!.GoldVersion.Should().Be(5);
    }

    [Fact]
    [Semantics("7.80")]
    public async Task Read_NoneWasSynced_SaysSo()
    {
        await using var stores = new FailoverReader([new("a", new ScriptedReader(goldVersion: null)), new("b", new ScriptedReader(goldVersion: null))], options, clock);

        (await stores.GetMarkerAsync(View, Ct)).Should().BeNull();
    }

    [Fact]
    public void New_WrongOptionsOrNames_SaysWhat()
    {
        var wrong = () => new FailoverReader([new("a", near)], new() { SwitchAfter = TimeSpan.Zero, ExtraReads = 2, FailuresToOpen = 0 }, clock);
        var twice = () => new FailoverReader([new("a", near), new("a", far)], new(), clock);

        wrong.Should().Throw<OnlineStoreException>().WithMessage("*SwitchAfter*ExtraReads 2*FailuresToOpen 0*");
        twice.Should().Throw<OnlineStoreException>().WithMessage("*a name of its own*");
    }

    private FailoverReader Stores() => new([new("near", near), new("far", far)], options, clock);
}
