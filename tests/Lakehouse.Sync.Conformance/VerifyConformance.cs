using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online;
using Lakehouse.Pipelines;
using Lakehouse.Pipelines.Sync;

namespace Lakehouse.Sync.Conformance;

/// <summary>Verification finds what lookups would get wrong and nothing else, and repair puts it right. A backend's test class inherits this one, and with it the whole kit.</summary>
public abstract class VerifyConformance : SyncConformance
{
    /// <summary>All keys, nothing repaired.</summary>
    protected static VerifyOptions All { get; } = new(DelaysProject.View);

    /// <summary>Makes generation 0 of a view forget rows as if their writes had been lost: nothing is left that could hide a row written there later.</summary>
    protected abstract Task ForgetAsync(IOnlineStore store, EntityViewDefinition view, IReadOnlyList<OnlineRow> rows);

    [Semantics("7.37", "7.38")]
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task Verify_DamagedStore_FindsIffALookupIsWrongAndRepairs(int seed)
    {
        using var lake = await SyncLake.CreateAsync();
        await using var store = OpenEmpty();
        var random = new Random(seed);
        for (var clock = 8L; clock <= 24; clock += 8)
        {
            await lake.CommitAsync(random, clock, clock + 20, 40);
            await SyncJob.RunAsync(lake.Context, Target(store), Plain, Ct);
        }

        var wrong = 0;
        for (var damage = 0; damage < 6; damage++)
        {
            await DamageAsync(lake, store, random);
            var isRight = await IsRightAsync(lake, store);

            var found = await VerifyJob.RunAsync(lake.Context, Target(store), All, Ct);
            var repaired = await VerifyJob.RunAsync(lake.Context, Target(store), All with { Repair = true }, Ct);

            if (!isRight) found.IsClean.Should().BeFalse("a lookup is wrong");
            wrong += isRight ? 0 : 1;
            repaired.Should().Match<VerifyResult>(r => r.IsClean && r.Missing == found.Missing && r.Stale == found.Stale && r.Extra == found.Extra && r.Repaired == found.Wrong);
            await lake.CheckAsync(store);
        }

        wrong.Should().BePositive("the damage must reach lookups");
    }

    [Semantics("7.37")]
    [Fact]
    public async Task Verify_EachFault_IsNamedWithKeyAndInstant()
    {
        using var lake = await SyncLake.CreateAsync();
        await using var store = OpenEmpty();
        await lake.CommitManyAsync(100, clock: 5);
        await SyncJob.RunAsync(lake.Context, Target(store), Plain, Ct);
        var rows = await store.ReadRowsAsync(lake.View, 0, [Key("K1"), Key("K2")], Ct);
        var (gone, old) = (rows[0][0], rows[1][0]);
        await ForgetAsync(store, lake.View, [gone, old]);
        await store.WriteAsync(
            lake.View, 0, [old with { Values = [Value.Int64(-1)], KnownAtMicros = old.KnownAtMicros - 5 }, new(Key("GHOST"), 3, 3, [Value.Int64(3)], Retracted: false, 7)], Ct);

        var result = await VerifyJob.RunAsync(lake.Context, Target(store), All, Ct);

        result.Should().Match<VerifyResult>(r => r.Missing == 1 && r.Stale == 1 && r.Extra == 1 && !r.IsClean && r.Keys == 100);
        result.First.Select(f => $"{f.Fault} {f.Key[0].AsString} {f.ValidFromMicros} {f.SeenKnownAtMicros} {f.WantedKnownAtMicros}").Should().BeEquivalentTo(
            $"Missing K1 1  {gone.KnownAtMicros}", $"Stale K2 1 {old.KnownAtMicros - 5} {old.KnownAtMicros}", "Extra GHOST 3 7 ");
        (await VerifyJob.RunAsync(lake.Context, Target(store), All with { Sample = 1 }, Ct)).Should().Match<VerifyResult>(r => r.Missing == 1 && r.Stale == 1 && r.Extra == 0);
    }

    [Semantics("7.37")]
    [Fact]
    public async Task Verify_KilledSyncOfALaterVersion_LeavesItsKeysOut()
    {
        using var lake = await SyncLake.CreateAsync();
        await using var store = OpenEmpty();
        await lake.CommitManyAsync(10, clock: 5);
        await SyncJob.RunAsync(lake.Context, Target(store), Plain, Ct);
        await lake.CommitManyAsync(3, clock: 6);
        var sync = () => SyncJob.RunAsync(lake.Context, Target(InterceptedStore.Crashing(store, 2, isMade: false)), Plain, Ct);
        await sync.Should().ThrowAsync<CrashException>();

        var result = await VerifyJob.RunAsync(lake.Context, Target(store), All, Ct);

        result.Should().Match<VerifyResult>(r => r.IsClean && r.KeysAhead == 3);
        result.Message.Should().Contain("3 keys hold rows of a later sync");
    }

    [Fact]
    public async Task Verify_NeverSynced_SaysWhatToDo()
    {
        using var lake = await SyncLake.CreateAsync();
        await using var store = OpenEmpty();
        await lake.CommitManyAsync(10, clock: 5);

        var verify = () => VerifyJob.RunAsync(lake.Context, Target(store), All, Ct);

        (await verify.Should().ThrowAsync<JobException>()).WithMessage("*delays@1 was never synced*lakehouse sync delays@1*");
    }

    /// <summary>A key.</summary>
    protected static Value[] Key(string text) => [Value.String(text)];

    // Takes rows away, puts older ones in the place of some, and adds one that gold has not.
    private async Task DamageAsync(SyncLake lake, IOnlineStore store, Random random)
    {
        var stored = await store.ReadRowsAsync(lake.View, 0, SyncLake.Keys, Ct);
        var victims = Enumerable.Range(0, 3).Where(_ => random.Next(3) > 0).Select(_ => stored[random.Next(stored.Count)]).Where(rows => rows.Count > 0)
            .Select(rows => rows[random.Next(rows.Count)]).Distinct().ToList();
        var older = victims.Where(_ => random.Next(2) == 0).Select(v => v with { Values = [Value.Int64(88)], Retracted = false, KnownAtMicros = v.KnownAtMicros - 3 }).ToList();
        var (ghost, at) = (random.Next(stored.Count), random.NextInt64(SyncLake.LastInstant));
        if (random.Next(2) == 0 && stored[ghost].All(r => r.ValidFromMicros != at)) older.Add(new(SyncLake.Keys[ghost], at, at, [Value.Int64(77)], Retracted: false, 500));

        if (victims.Count > 0) await ForgetAsync(store, lake.View, victims);
        await store.WriteAsync(lake.View, 0, older, Ct);
    }

    private static async Task<bool> IsRightAsync(SyncLake lake, IOnlineStore store)
    {
        try
        {
            await lake.CheckAsync(store);
            return true;
        }
        catch (Xunit.Sdk.XunitException)
        {
            return false;
        }
    }
}
