using Lakehouse.Features;
using Lakehouse.Online;
using Lakehouse.Pipelines;
using Lakehouse.Pipelines.Sync;

namespace Lakehouse.Sync.Conformance;

/// <summary>Verification finds what lookups would get wrong and nothing else, and repair puts it right. A backend's test class inherits this one, and with it the whole kit.</summary>
public abstract class VerifyConformance : SyncConformance
{
    private static readonly VerifyOptions All = new(DelaysProject.View);

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

        for (var damage = 0; damage < 6; damage++)
        {
            await DamageAsync(lake, store, random);
            var isRight = await IsRightAsync(lake, store);

            var found = await VerifyJob.RunAsync(lake.Context, Target(store), All, Ct);
            var repaired = await VerifyJob.RunAsync(lake.Context, Target(store), All with { Repair = true }, Ct);

            if (!isRight) found.IsClean.Should().BeFalse("a lookup is wrong");
            repaired.Should().Match<VerifyResult>(r => r.IsClean && r.Missing == found.Missing && r.Stale == found.Stale && r.Extra == found.Extra && r.Repaired == found.Wrong);
            await lake.CheckAsync(store);
        }
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
        await store.RepairAsync(lake.View, 0, [new(gone, Wanted: null), new(old, Wanted: null)], Ct);
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

    private static Value[] Key(string text) => [Value.String(text)];

    // Takes a row away, puts an older one in the place of one, or adds one that gold has not.
    private static async Task DamageAsync(SyncLake lake, IOnlineStore store, Random random)
    {
        for (var i = 0; i < 3; i++)
        {
            var key = SyncLake.Keys[random.Next(SyncLake.Keys.Count)];
            var rows = (await store.ReadRowsAsync(lake.View, 0, [key], Ct))[0];
            var at = random.NextInt64(SyncLake.LastInstant);
            var victim = rows.Count == 0 || random.Next(3) == 0 ? null : rows[random.Next(rows.Count)];
            if (victim is null && rows.All(r => r.ValidFromMicros != at)) await store.WriteAsync(lake.View, 0, [new(key, at, at, [Value.Int64(77)], Retracted: false, 500)], Ct);
            if (victim is null) continue;
            await store.RepairAsync(lake.View, 0, [new(victim, Wanted: null)], Ct);
            if (random.Next(2) == 0) await store.WriteAsync(lake.View, 0, [victim with { Values = [Value.Int64(88)], Retracted = false, KnownAtMicros = victim.KnownAtMicros - 3 }], Ct);
        }
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
