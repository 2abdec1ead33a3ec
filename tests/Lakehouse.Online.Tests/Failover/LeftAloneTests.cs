using Lakehouse.Features;
using Lakehouse.Online.Failover;
using Microsoft.Extensions.Time.Testing;

namespace Lakehouse.Online.Tests.Failover;

/// <summary>When a store is left alone, and when it is asked again.</summary>
public sealed class LeftAloneTests
{
    private static readonly VersionedName View = new("delays", 1);
    private readonly FakeTimeProvider clock = new();
    private readonly FailoverOptions options = new();
    private readonly ScriptedReader near = new(goldVersion: 7);
    private readonly ScriptedReader far = new(goldVersion: 5);
    private readonly List<string> changes = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_FailuresInARow_LeaveTheStoreAloneFromThenOn()
    {
        near.IsDown = true;
        await using var stores = Stores();

        await ReadAsync(stores, options.FailuresToOpen + 10);

        near.Asked.Should().Be(options.FailuresToOpen);
        far.Asked.Should().Be(options.FailuresToOpen + 10);
        stores.IsUp("near").Should().BeFalse();
        changes.Should().Equal("near down: The store is down.");
    }

    [Fact]
    public async Task Read_SuccessBetweenFailures_StartsTheCountAgain()
    {
        await using var stores = Stores();

        for (var round = 0; round < 3; round++)
        {
            near.IsDown = true;
            await ReadAsync(stores, options.FailuresToOpen - 1);
            near.IsDown = false;
            await ReadAsync(stores, 1);
        }

        stores.IsUp("near").Should().BeTrue();
        changes.Should().BeEmpty();
    }

    [Fact]
    public async Task Read_StoreIsBack_IsFoundByACheckAndNotByALookup()
    {
        near.IsDown = true;
        await using var stores = Stores();
        await ReadAsync(stores, options.FailuresToOpen);
        near.IsDown = false;

        await ReadAsync(stores, 1);
        near.Asked.Should().Be(options.FailuresToOpen, "the interval is not over");
        clock.Advance(options.CheckEvery);
        near.Gate = new();
        (await stores.GetMarkerAsync(View, Ct))!.GoldVersion.Should().Be(5, "the check is on its way, and no lookup waits for it");
        near.Gate.SetResult();
        await UntilChangedAsync(2);

        (await stores.GetMarkerAsync(View, Ct))!.GoldVersion.Should().Be(7);
        changes.Should().Equal("near down: The store is down.", "near up: ");
    }

    [Fact]
    public async Task Read_StoreIsStillDown_IsCheckedOncePerInterval()
    {
        near.IsDown = true;
        await using var stores = Stores();
        await ReadAsync(stores, options.FailuresToOpen);

        for (var interval = 1; interval <= 3; interval++)
        {
            clock.Advance(options.CheckEvery);
            await ReadAsync(stores, 20);
            while (near.Asked < options.FailuresToOpen + interval) await Task.Delay(5, Ct);
            await ReadAsync(stores, 20);
        }

        near.Asked.Should().Be(options.FailuresToOpen + 3);
    }

    [Fact]
    public async Task Read_StoreHangs_IsLeftAloneToo()
    {
        near.Gate = new();
        await using var stores = Stores();

        for (var i = 0; i < options.FailuresToOpen; i++)
        {
            var reading = stores.GetMarkerAsync(View, Ct);
            clock.Advance(options.SwitchAfter);
            (await reading)!.GoldVersion.Should().Be(5);
        }

        await UntilChangedAsync(1);
        changes.Should().Equal("near down: ");
    }

    [Fact]
    public async Task Read_AllLeftAlone_FailsAtOnceAndRecoversByItself()
    {
        near.IsDown = far.IsDown = true;
        await using var stores = Stores();
        for (var i = 0; i < options.FailuresToOpen; i++) await stores.Awaiting(s => s.GetMarkerAsync(View, Ct)).Should().ThrowAsync<OnlineStoreException>();

        var asked = near.Asked + far.Asked;
        var failure = await stores.Awaiting(s => s.GetMarkerAsync(View, Ct)).Should().ThrowAsync<OnlineStoreException>();
        failure.WithMessage("*near is left alone after failures*far is left alone after failures*");
        (near.Asked + far.Asked).Should().Be(asked);

        near.IsDown = far.IsDown = false;
        clock.Advance(options.CheckEvery);
        await stores.Awaiting(s => s.GetMarkerAsync(View, Ct)).Should().ThrowAsync<OnlineStoreException>();
        while (!stores.IsUp("near") || !stores.IsUp("far")) await Task.Delay(5, Ct);
        (await stores.GetMarkerAsync(View, Ct))!.GoldVersion.Should().Be(7);
    }

    [Fact]
    public async Task Check_OneOfTwoUp_Passes_NoneUp_Fails()
    {
        near.IsDown = true;
        await using var stores = Stores();

        await stores.CheckAsync(Ct);
        far.IsDown = true;

        (await stores.Awaiting(s => s.CheckAsync(Ct)).Should().ThrowAsync<OnlineStoreException>())
            .WithMessage("No online store can be read: near failed (The store is down); far failed (The store is down).");
    }

    private static async Task ReadAsync(FailoverReader stores, int times)
    {
        for (var i = 0; i < times; i++) await stores.GetMarkerAsync(View, Ct);
    }

    private async Task UntilChangedAsync(int times)
    {
        while (true)
        {
            lock (changes)
            {
                if (changes.Count == times) return;
            }

            await Task.Delay(5, Ct);
        }
    }

    private FailoverReader Stores()
    {
        var stores = new FailoverReader([new("near", near), new("far", far)], options, clock);
        stores.Changed += (_, change) =>
        {
            lock (changes) changes.Add($"{change.Store} {(change.IsUp ? "up" : "down")}: {change.Cause?.Message}");
        };
        return stores;
    }
}
