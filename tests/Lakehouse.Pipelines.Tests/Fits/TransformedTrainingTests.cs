using Lakehouse.Features;
using Lakehouse.Features.Evaluation;
using Lakehouse.Online;
using Lakehouse.Pipelines.Fits;
using Lakehouse.Pipelines.Lookup;
using Lakehouse.Pipelines.Training;

namespace Lakehouse.Pipelines.Tests.Fits;

/// <summary>Fitted transforms from the training join to lookups: the same bits, or a refusal.</summary>
public sealed class TransformedTrainingTests(ScaledLake lake) : IClassFixture<ScaledLake>, IAsyncLifetime
{
    private static readonly string[] Transforms =
        ["price_scaled", "mean_scaled", "mean_range", "trips_robust", "price_bucket", "city_share", "city_hot", "city_late", "hour_sin", "is_missing"];

    private TestLake test = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => test = await TestLake.CopyAsync(lake.Lake);

    public ValueTask DisposeAsync() => test.DisposeAsync();

    [Fact]
    public async Task BuildAsync_EveryRow_HoldsTheBitsOfALookup()
    {
        await BuildAsync("scaled_set", new FitSplit(0.5, "s", Column: null));
        await test.RunAsync(ScaledLake.Clock);
        var rows = await RowsAsync("scaled_set");

        rows.Count(r => r.IsFitted).Should().BeInRange(5, 20);
        foreach (var instant in rows.GroupBy(r => r.AtMicros))
        {
            var query = new LookupQuery(ScaledProject.Scaled, [.. instant.Select(r => r.Key())], instant.Key) { Fit = "scaled_set@0" };
            var gold = await LookupJob.FromGoldAsync(test.Context, query, Ct);

            foreach (var (row, answer) in instant.Zip(gold)) Lines(row, answer).Should().Equal(Lines(row), "row {0}", row.SpineRow);
            if (instant.Key == Trips.At(ScaledLake.Clock))
                (await LookupJob.FromOnlineAsync(test.Context, test.Store, query, Ct)).Should().BeEquivalentTo(gold, o => o.WithStrictOrdering());
        }
    }

    [Semantics("7.29")]
    [Fact]
    public async Task BuildAsync_FittedRows_AreEncodedOutOfFold()
    {
        await BuildAsync("folds");
        var rows = await RowsAsync("folds");

        foreach (var row in rows)
        {
            var fold = FeatureHash.Bucket("target", $"{row.SpineRow}", 3);
            var others = rows.Where(r => r.Label is not null && FeatureHash.Bucket("target", $"{r.SpineRow}", 3) != fold).ToList();
            var own = others.Where(r => r.City == row.City).ToList();
            var prior = others.Average(r => (double)r.Label!.Value);
            row.Values["city_late"].Should().Be(ScaledLake.Text(own.Count == 0 ? prior : (own.Sum(r => r.Label!.Value) + 2 * prior) / (own.Count + 2d)));
        }
    }

    [Fact]
    public async Task VerifyAsync_Built_FitsTheSameParametersAgain()
    {
        var manifest = await BuildAsync("proof", new FitSplit(0.7, "x", "city"));

        var verification = await TrainingSetJob.VerifyAsync(test.Context, "proof", Ct);

        verification.Equal.Should().BeTrue();
        verification.RebuiltFit.Should().Be(manifest.Fit!.Hash).And.Be(verification.RecordedFit);
        (await FitJob.ShowAsync(test.Context, "proof@0", Ct)).Parameters.Should().Be(manifest.Fit.Json);
    }

    [Fact]
    public async Task BuildAsync_SplitByColumn_KeepsRowsOfOneValueTogether()
    {
        await BuildAsync("split", new FitSplit(0.5, "x", "city"));

        (await RowsAsync("split")).GroupBy(r => r.City).Should().OnlyContain(g => g.Select(r => r.IsFitted).Distinct().Count() == 1);
    }

    [Semantics("7.27")]
    [Fact]
    public async Task FromGoldAsync_NoOrWrongFit_IsRefused()
    {
        await BuildAsync("one");
        await TrainingSetJob.BuildAsync(test.Context, ScaledLake.Options(test, "two", ScaledProject.Other), Ct);
        var row = (await RowsAsync("one"))[0];

        await Refused(row, fit: null, "*fitted transforms (price_scaled*no fit is named*");
        await Refused(row, "two", "*belongs to set sha256:*");
        await Refused(row, "three", "*no fit three*one@0, two@0*");
        await Refused(row, "one@7", "*no fit one@7*");
    }

    [Semantics("7.27")]
    [Fact]
    public async Task SetDefaultAsync_AFit_IsTakenByLookupsThatNameNone()
    {
        await BuildAsync("one");
        await BuildAsync("another", new FitSplit(0.3, "d", Column: null));
        await TrainingSetJob.BuildAsync(test.Context, ScaledLake.Options(test, "two", ScaledProject.Other), Ct);
        var row = (await RowsAsync("one"))[1];

        foreach (var name in new[] { "another", "one@0", "another@0" })
        {
            await FitJob.SetDefaultAsync(test.Context, ScaledProject.Scaled, name, Ct);
            (await FromGoldAsync(row, fit: null)).Should().BeEquivalentTo(await FromGoldAsync(row, name));
        }

        (await FitJob.ListAsync(test.Context, Ct)).Select(f => $"{f.Name} {f.IsDefault}").Should().Equal("another@0 True", "one@0 False", "two@0 False");
        var wrong = () => FitJob.SetDefaultAsync(test.Context, ScaledProject.Scaled, "two", Ct);
        (await wrong.Should().ThrowAsync<JobException>()).Which.ExitCode.Should().Be(3);
    }

    [Semantics("7.30")]
    [Fact]
    public async Task FromOnlineAsync_OutOfRange_GivesNoTransformOfIt()
    {
        await BuildAsync("one");
        await test.RunAsync(ScaledLake.Clock);
        var row = (await RowsAsync("one"))[1] with { AtMicros = Trips.At("2001-02-01T00:00:00Z") };

        var answer = await FromOnlineAsync(row, "one");

        answer.Where(f => f.Name is "is_missing" or "price_bucket" or "trips_robust").Should().OnlyContain(f => f.Status == FeatureStatus.OutOfRange && f.Value.IsNull);
        answer.Single(f => f.Name == "city_share").Status.Should().Be(FeatureStatus.Present);
    }

    [Fact]
    public async Task BuildAsync_StatelessTransformsOnly_NeedNoFit()
    {
        var manifest = await TrainingSetJob.BuildAsync(test.Context, ScaledLake.Options(test, "plain", ScaledProject.Plain), Ct);

        manifest.Fit.Should().BeNull();
        (await FitJob.ListAsync(test.Context, Ct)).Should().BeEmpty();
        var row = (await RowsAsync("plain", "trips_log"))[2];
        ScaledLake.Text((await FromGoldAsync(row, fit: null, ScaledProject.Plain)).Single(f => f.Name == "trips_log")).Should().Be(row.Values["trips_log"]);
        (await TrainingSetJob.VerifyAsync(test.Context, "plain", Ct)).Equal.Should().BeTrue();
    }

    [Fact]
    public async Task BuildAsync_NoLabelColumn_IsRefused()
    {
        var spine = test.Write("nolabel.csv", "city,timestamp\nSEA,2001-03-01T11:00:00Z\n");

        var build = () => TrainingSetJob.BuildAsync(test.Context, new(ScaledProject.Scaled, spine, "nolabel"), Ct);

        await build.Should().ThrowAsync<JobException>().WithMessage("*label is the column label*");
        (await test.Context.Lake.Training("nolabel").ExistsAsync(Ct)).Should().BeFalse();
    }

    /// <summary>What may be compared: a fitted row's target encoding is out of fold.</summary>
    private static IEnumerable<string> Compared(TrainingRow row) => Transforms.Where(t => t != "city_late" || !row.IsFitted);

    private static IEnumerable<string> Lines(TrainingRow row) => Compared(row).Select(t => $"{t} {row.Values[t]}");

    private static IEnumerable<string> Lines(TrainingRow row, LookupAnswer answer) => Compared(row).Select(t => $"{t} {ScaledLake.Text(answer.Features.Single(f => f.Name == t))}");

    private Task<TrainingManifest> BuildAsync(string name, FitSplit? split = null) =>
        TrainingSetJob.BuildAsync(test.Context, ScaledLake.Options(test, name, ScaledProject.Scaled) with { FitSplit = split }, Ct);

    private async Task Refused(TrainingRow row, string? fit, string message)
    {
        var lookup = () => FromGoldAsync(row, fit);

        await lookup.Should().ThrowAsync<JobException>().WithMessage(message);
    }

    private async Task<IReadOnlyList<LookedUpFeature>> FromGoldAsync(TrainingRow row, string? fit, VersionedName? set = null) =>
        (await LookupJob.FromGoldAsync(test.Context, row.Query(set ?? ScaledProject.Scaled, fit), Ct)).Single().Features;

    private async Task<IReadOnlyList<LookedUpFeature>> FromOnlineAsync(TrainingRow row, string fit) =>
        (await LookupJob.FromOnlineAsync(test.Context, test.Store, row.Query(ScaledProject.Scaled, fit), Ct)).Single().Features;

    private async Task<List<TrainingRow>> RowsAsync(string name, params string[] transforms)
    {
        if (transforms.Length == 0) transforms = Transforms;
        var snapshot = await test.SnapshotAsync($"training/{name}");
        var hasSplit = snapshot.Schema.Columns.Any(c => c.Name == "is_fitted");
        string[] columns = ["spine_row", "city", "timestamp", "label", "planned_at", .. hasSplit ? ["is_fitted"] : Array.Empty<string>(), .. transforms];
        var rows = new List<TrainingRow>();
        await foreach (var row in snapshot.Scan().Select(columns).ReadRowsAsync(Ct)) rows.Add(TrainingRow.Of(columns, row));
        return rows;
    }
}
