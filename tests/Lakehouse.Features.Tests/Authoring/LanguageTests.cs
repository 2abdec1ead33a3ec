using System.Linq.Expressions;
using CsCheck;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Internal.Rules;
using static Lakehouse.Features.Tests.Authoring.InlineProject;

namespace Lakehouse.Features.Tests.Authoring;

/// <summary>What authors can say about windows, keys, states and names (semantics §3, §5).</summary>
public sealed class LanguageTests
{
    private sealed record EveryKey(bool Flag, long Whole, [Decimal(12, 2)] decimal Money, string Text, DateTimeOffset Instant, DateOnly Day, short Narrow);

    private sealed record FloatKey(string Id, float Real);

    private sealed record NullableKey(string? Text);

    [Contract("vectors", version: 1)]
    private sealed record Vectors(
        [property: EventId] long Id, [property: EventTime] DateTimeOffset At,
        double[] Plain, double?[] Holes, IReadOnlyList<double> List, IReadOnlyList<double?>? ListOfHoles, byte[] Bytes, short Small, float Single, uint Positive);

    [Fact]
    public void Features_ArithmeticBetweenAggregates_IsTyped()
    {
        OfWindow(w => w.Count(t => t.Whole > 5) / w.Count()).Should().Be("double");
        OfWindow(w => w.Count(t => t.Whole > 5) / w.Count() * 1.5).Should().Be("double");
        OfWindow(w => w.Count() / w.Count() > 0.5 ? w.Sum(t => t.Whole) : null).Should().Be("int64");
        OfWindow(w => w.Mean(t => t.Whole) - w.Count(t => t.Flag == true) / w.Count()).Should().Be("double");
        OfWindow(w => w.Sum(t => t.Money) / w.Count()).Should().Be("double");
        OfWindow(w => w.Sum(t => t.Money) - w.Sum(t => t.Whole)).Should().Be("decimal(18,2)");
        OfWindow(w => w.Sum(t => t.Money) * w.Count()).Should().Be("decimal(18,2)");
        OfWindow(w => w.Mean(t => t.Whole) ?? 0).Should().Be("double");
        OfWindow(w => w.Max(t => t.Instant) ?? w.Max(t => t.At)).Should().Be("timestamp");
        OfWindow(w => w.Last(t => t.Text) == w.First(t => t.Text)).Should().Be("bool");
        OfWindow(w => w.Last(t => t.Vector) ?? w.First(t => t.Vector)).Should().Be("list<double>");
        OfWindow(w => w.Max(t => t.At).MicrosSince(w.Min(t => t.At))).Should().Be("int64");
        OfWindow(w => w.Sum(t => t.Real.Quantize(3)) + w.Where(t => t.Flag == true).Where(t => t.Whole > 0).Sum(t => t.Money)).Should().Be("decimal(18,3)");
        OfWindow(w => w.Count() == 0 ? null : w.Last(t => t.Day)).Should().Be("date");
    }

    [Fact]
    public void Features_OutsideTheRules_SayWhatToWrite()
    {
        Func<EveryType, bool> isLarge = t => t.Whole > 5;

        Window(w => w.Count(isLarge)).Should().Contain("`isLarge` is a delegate").And.Contain("Write the lambda in its place");
        Window(w => w.Sum(t => w.Count())).Should().Contain("WindowEvents.Count").And.Contain("side by side");
        Window(w => w).Should().Contain("`w` is a set of events").And.Contain(".Count()");
        Window(w => (byte)w.Count() + w.Sum(t => t.Whole)).Should().Contain("64 bits");
        Window(w => w.Sum(t => t.Money * t.Money * t.Money * t.Money * t.Money * t.Money) * w.Sum(t => t.Money * t.Money * t.Money * t.Money)).Should().Contain("more than the 18");
        Window(w => w.Sum(t => t.Whole) ^ 5).Should().Contain("operator that definitions do not have");
        Window(w => w.Mean(t => Math.Exp(t.Real!.Value).Quantize(2))).Should().Contain("on-demand view");
    }

    [Fact]
    public void Key_OfEachKeyType_IsAColumnOfIt()
    {
        var entity = ((StateViewDefinition)Build(p => p
            .StateView("v", 1, EveryTypes.Contract(p), p.Entity<EveryKey>("k"), t => new EveryKey(t.Flag!.Value, t.Whole!.Value, t.Money!.Value, t.Text!, t.At, t.Day!.Value, 5))
            .Feature("vector", t => t.Vector)).Views[0]).Entity;

        entity.Keys.Select(k => $"{k.Name} {k.Type}").Should().Equal(
            "flag bool", "whole int64", "money decimal(12,2)", "text string", "instant timestamp", "day date", "narrow int64");
        entity.Keys.Should().OnlyContain(k => !k.Nullable);
    }

    [Fact]
    public void Key_OfOtherTypes_IsRefused()
    {
        Refusal(p => p.Entity<float>("k")).Should().Contain("is double").And.Contain("int64, string, timestamp, date, bool or decimal");
        Refusal(p => p.Entity<byte[]>("k")).Should().Contain("is binary");
        Refusal(p => p.Entity<double[]>("k")).Should().Contain("is list<double>");
        Refusal(p => p.Entity<FloatKey>("k")).Should().Contain("key column real is double");
        Refusal(p => p.Entity<NullableKey>("k")).Should().Contain("key column text is nullable");
        Refusal(p => p.Entity<long?>("k")).Should().Contain("key column k is nullable");
        Refusal(p => p.Entity<Guid>("k")).Should().Contain("Guid").And.Contain("key");
    }

    [Fact]
    public void Contract_ListsBytesAndNarrowNumbers_HaveTheirTypes() =>
        Build(p => p.Conform(p.Source<Vectors>("raw", Format.Parquet), r =>
                new Vectors(r.Id, r.At, r.Plain, r.Holes, r.List, r.ListOfHoles, r.Bytes, r.Small, r.Single, r.Positive)))
            .Contracts[0].Schema.Select(f => $"{f.Name} {f.Type}{(f.Nullable ? "?" : "")}").Should().Equal(
                "id int64", "at timestamp", "plain list<double>", "holes list<double>", "list list<double>", "list_of_holes list<double>?", "bytes binary",
                "small int64", "single double", "positive int64");

    [Fact]
    public void Spans_OutsideMicrosecondsOrTheCalendar_AreRefused()
    {
        Refusal(p => EveryTypes.View(p).TimeToLive(TimeSpan.FromTicks(5))).Should().Contain("whole number of microseconds");
        Refusal(p => EveryTypes.View(p).Every(TimeSpan.FromTicks(5)).Feature("n", w => w.Count())).Should().Contain("whole number of microseconds above zero");
        Refusal(p => EveryTypes.View(p).Every(TimeSpan.MaxValue).Feature("n", w => w.Count())).Should().Contain("microseconds");
        Refusal(p => EveryTypes.View(p).Every(TimeSpan.FromDays(4000)).Feature("n", w => w.Count())).Should().Contain("up to 3660 days");
        Refusal(p => EveryTypes.View(p).Feature("n", w => w.Count()).Over(Features.Window.Lifetime)).Should().Contain("lifetime and lifetime have one length");
    }

    [Fact]
    public void Every_WithLifetimeAndDividedWindows_IsAGrid()
    {
        var view = (WindowViewDefinition)Build(p => EveryTypes.View(p).Over(Features.Window.Days(1)).Every(TimeSpan.FromMinutes(20)).Feature("n", w => w.Count())).Views[0];

        view.EveryMicros.Should().Be(1_200_000_000);
        view.Columns.Select(c => c.Name).Should().Equal("n_1h", "n_lifetime", "n_1d");
    }

    [Fact]
    public void Columns_OfAnyView_AreNamedByFeatureThenWindow()
    {
        var name = Gen.Char["abcxyz019_"].Array[1, 12].Select(c => "f" + new string(c)).Where(SnakeCaseRule);
        var window = Gen.Select(Gen.Int[0, 3], Gen.Int[1, 40]).Select((unit, count) => unit switch
        {
            0 => Features.Window.Seconds(count), 1 => Features.Window.Minutes(count), 2 => Features.Window.Hours(count), _ => Features.Window.Days(count),
        });
        var windows = Gen.Select(window.Array[1, 4], Gen.Bool).Select((finite, lifetime) => lifetime ? [.. finite, Features.Window.Lifetime] : finite);

        Gen.Select(name.Array[1, 5], windows)
            .Where((names, lengths) => names.Distinct().Count() == names.Length && lengths.DistinctBy(w => w.LengthMicros).Count() == lengths.Length)
            .Sample((names, lengths) =>
            {
                var view = (WindowViewDefinition)Build(p => names.Aggregate(
                    p.WindowView("v", 1, EveryTypes.Contract(p), p.Entity<string>("item"), t => t.Id).Over(lengths), (v, n) => v.Feature(n, w => w.Sum(t => t.Whole)))).Views[0];

                view.Columns.Select(c => c.Name).Should().Equal(names.SelectMany(n => lengths.Select(w => n + "_" + w.Suffix))).And.OnlyHaveUniqueItems();
                view.GoldSchema.Select(f => f.Name).Should().Equal(["item", "valid_from", "event_time", .. view.Columns.Select(c => c.Name), "retracted", "known_at"]);
            }, iter: 50);
    }

    [Fact]
    public void Reserved_Names_AreThoseOfGoldAndSpines()
    {
        var view = (WindowViewDefinition)Build(p => EveryTypes.View(p).Feature("n", w => w.Count())).Views[0];

        Names.Reserved.Should().BeEquivalentTo([.. view.GoldSchema.Select(f => f.Name).Except(["item", "n_1h", "n_lifetime"]), "spine_row", "timestamp"]);
    }

    [Fact]
    [Semantics("7.26")]
    public void UnstableValue_CapturedOrInAConstant_IsRefused()
    {
        Refusal(p => p.StateView("v", 1, EveryTypes.Contract(p), p.Entity<string>("item"), t => t.Id).Feature("f", t => t.Text!.HashBucket(Random.Shared.Next(5, 9), "s")))
            .Should().Contain("Random.Shared").And.Contain("another value at every build");
        Refusal(p =>
        {
            var salt = Guid.NewGuid().ToString();
            p.StateView("v", 1, EveryTypes.Contract(p), p.Entity<string>("item"), t => t.Id).Feature("f", t => t.Text + salt);
        }).Should().StartWith("Feature view v@1 has another meaning when it is built twice").And.Contain("Guid.NewGuid()").And.Contain("write it as a constant");
    }

    [Fact]
    public void ConstantArgument_OfARow_IsRefused()
    {
        State(t => t.Text!.HashBucket((int)t.Whole!.Value, "s")).Should().Contain("needs a constant at `t.Whole.Value`");
        State(t => t.Text!.HashBucket(5, t.Id)).Should().Contain("needs a constant at `t.Id`");
        State(t => t.Text!.HashBucket(0, "s")).Should().Contain("at least 1");
        State(t => t.Real.Quantize(19)).Should().Contain("outside 0 to 18");
        State(t => t.At + TimeSpan.FromSeconds(t.Real!.Value)).Should().Contain("no constant").And.Contain(".AddMicros");
        State(t => t.At + TimeSpan.FromTicks(5)).Should().Contain("whole microseconds");
    }

    private static bool SnakeCaseRule(string name) => System.Text.RegularExpressions.Regex.IsMatch(name, "^[a-z][a-z0-9]*(_[a-z0-9]+)*$");

    private static string OfWindow<TValue>(Expression<Func<WindowEvents<EveryType>, TValue>> value) =>
        Build(p => EveryTypes.View(p).Feature("f", value)).Views[0].Columns.Select(c => c.Type.ToString()).Distinct().Should().ContainSingle().Subject;

    private static string Window<TValue>(Expression<Func<WindowEvents<EveryType>, TValue>> value) => Refusal(p => EveryTypes.View(p).Feature("f", value));

    private static string State<TValue>(Expression<Func<EveryType, TValue>> value) =>
        Refusal(p => p.StateView("v", 1, EveryTypes.Contract(p), p.Entity<string>("item"), t => t.Id).Feature("f", value));
}
