using CsCheck;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Features.Tests.Transforms;

/// <summary>Each stateless transform against a direct computation, over generated inputs with NULLs and extremes.</summary>
public sealed class StatelessTransformTests
{
    private static readonly Gen<double?> Doubles = Gen.Frequency(
        (1, Gen.Const((double?)null)), (1, AnyOf<double?>(0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 5, 10, double.Epsilon)),
        (6, Gen.Double[-20, 20].Select(x => (double?)x)));

    private static readonly Gen<long?> Integers = Gen.Frequency(
        (1, Gen.Const((long?)null)), (1, AnyOf<long?>(long.MinValue, long.MaxValue, 0, 10, -10)), (6, Gen.Long[-30, 30].Select(x => (long?)x)));

    private static readonly Gen<string?> Texts = Gen.Frequency(
        (1, Gen.Const((string?)null)), (3, AnyOf<string?>("AA", "DL", "dl", "", "ÄÖ", "😀a😀b")), (4, Gen.String[Gen.Char["ab😀é"], 0, 8].Select(s => (string?)s)));

    private static readonly Gen<long?> Instants = Gen.Frequency(
        (1, Gen.Const((long?)null)), (1, AnyOf<long?>(-62_135_596_800_000_000, 253_402_300_799_999_999, 0, -1)),
        (4, Gen.Long[-62_135_596_800_000_000, 253_402_300_799_999_999].Select(x => (long?)x)));

    [Fact]
    public void FillNull_AnyValue_IsItOrTheConstant()
    {
        var fill = RequestFeature.Compile(r => r.Get<long?>("i").FillNull(7));

        Integers.Sample(x => fill(RequestFeature.Row("i", Int(x))) == Value.Int64(x ?? 7));
    }

    [Fact]
    public void IsMissing_AnyValue_IsOneForNull()
    {
        var missing = RequestFeature.Compile(r => r.Get<double?>("d").IsMissing());

        Doubles.Sample(x => missing(RequestFeature.Row("d", Real(x))) == Value.Int64(x is null || double.IsNaN(x.Value) ? 1 : 0));
    }

    [Fact]
    public void Clip_AnyDouble_IsMathClamp()
    {
        var clip = RequestFeature.Compile(r => r.Get<double?>("d").Clip(-5, 10));

        Doubles.Sample(x => clip(RequestFeature.Row("d", Real(x))) == (Known(x) is { } known ? Value.Double(Math.Clamp(known, -5, 10) + 0.0) : Value.Null));
    }

    [Fact]
    public void Clip_AnyIntegerAndDecimal_IsMathClamp()
    {
        var whole = RequestFeature.Compile(r => r.Get<long?>("i").Clip(-10, 10));
        var exact = RequestFeature.Compile(r => r.Get<decimal?>("m").Clip(-1.5m, 2));

        Integers.Sample(x => whole(RequestFeature.Row("i", Int(x))) == (x is { } known ? Value.Int64(Math.Clamp(known, -10, 10)) : Value.Null));
        Gen.Long[-500, 500].Sample(x => exact(RequestFeature.Row("m", Value.Int64(x))) == Value.Int64(Math.Clamp(x, -150, 200)));
    }

    [Fact]
    public void Bucket_AnyValue_IsTheNumberOfBoundariesAtOrBelow()
    {
        double[] boundaries = [-10, -2.5, 0, 5, 10, 11];
        var bucket = RequestFeature.Compile(r => r.Get<double?>("d").Bucket(-10, -2.5, 0, 5, 10, 11));

        Doubles.Sample(x => bucket(RequestFeature.Row("d", Real(x))) == (Known(x) is { } known ? Value.Int64(boundaries.Count(b => b <= known)) : Value.Null));
    }

    [Fact]
    public void Bucket_OnAnEdge_BelongsAbove()
    {
        var bucket = RequestFeature.Compile(r => r.Get<long>("i").Bucket(0, 15, 60));

        new long[] { -1, 0, 14, 15, 59, 60 }.Select(x => bucket(RequestFeature.Row("i", Value.Int64(x))).AsInt64).Should().Equal(0, 1, 1, 2, 2, 3);
    }

    [Fact]
    public void VocabularyIndexAndOneHot_AnyText_AgreeWithASearch()
    {
        string[] vocabulary = ["AA", "DL", "ÄÖ", ""];
        var index = RequestFeature.Compile(r => r.Get<string?>("s").VocabularyIndex("AA", "DL", "ÄÖ", ""));
        var hot = RequestFeature.Compile(r => r.Get<string?>("s").OneHot("AA", "DL", "ÄÖ", ""));

        Texts.Sample(text =>
        {
            var found = text is null ? -1 : Array.IndexOf(vocabulary, text) is var at and >= 0 ? at : vocabulary.Length;
            var list = new double?[vocabulary.Length + 1];
            Array.Fill(list, 0.0);
            if (found >= 0) list[found] = 1.0;
            return index(RequestFeature.Row("s", Value.String(text))) == (found < 0 ? Value.Null : Value.Int64(found))
                && hot(RequestFeature.Row("s", Value.String(text))) == Value.DoubleList(list);
        });
    }

    [Fact]
    public void HashSign_AnyText_FollowsTheMd5Rule()
    {
        var sign = RequestFeature.Compile(r => r.Get<string?>("s").HashSign("seed"));

        Texts.Sample(text => sign(RequestFeature.Row("s", Value.String(text))) == (text is null ? Value.Null : Value.Int64(FeatureHash.Bucket("seed", text, 2) * 2 - 1)));
    }

    [Fact]
    public void NgramBuckets_AnyText_CountsByCodePoints()
    {
        var ngrams = RequestFeature.Compile(r => r.Get<string?>("s").NgramBuckets(2, 16, "n"));

        Texts.Where(t => t is null || IsWellFormed(t)).Sample(text =>
        {
            var counts = new double?[16];
            Array.Fill(counts, 0.0);
            var runes = (text ?? "").EnumerateRunes().Select(r => r.ToString()).ToList();
            for (var i = 0; i + 1 < runes.Count; i++) counts[FeatureHash.Bucket("n", runes[i] + runes[i + 1], 16)] += 1;
            return ngrams(RequestFeature.Row("s", Value.String(text))) == (text is null ? Value.Null : Value.DoubleList(counts));
        });
    }

    [Fact]
    public void CalendarHelpers_AnyInstant_AgreeWithDotNet()
    {
        var weekend = RequestFeature.Compile(r => r.Get<DateTimeOffset>("t").IsWeekend());
        var hour = RequestFeature.Compile(r => r.Get<DateTimeOffset>("t").HourOfWeek());

        Instants.Sample(micros =>
        {
            Value one = weekend(RequestFeature.Row("t", Int(micros))), two = hour(RequestFeature.Row("t", Int(micros)));
            if (micros is not { } known) return one.IsNull && two.IsNull;
            var time = DateTimeOffset.UnixEpoch.AddTicks(known * TimeSpan.TicksPerMicrosecond);
            var isoDay = ((int)time.DayOfWeek + 6) % 7;
            return one == Value.Int64(isoDay >= 5 ? 1 : 0) && two == Value.Int64(isoDay * 24 + time.Hour);
        });
    }

    [Fact]
    public void Cyclic_AnyValue_IsOnTheUnitCircle()
    {
        var sin = RequestFeature.Compile(r => r.Get<long>("i").CyclicSin(24));
        var cos = RequestFeature.Compile(r => r.Get<long>("i").CyclicCos(24));

        Gen.Long[-100, 100].Sample(x =>
            sin(RequestFeature.Row("i", Value.Int64(x))) == Value.Double(Math.Sin(x * (2 * Math.PI) / 24) + 0.0)
            && cos(RequestFeature.Row("i", Value.Int64(x))) == Value.Double(Math.Cos(x * (2 * Math.PI) / 24) + 0.0));
        sin(RequestFeature.Row("i", Value.Null)).IsNull.Should().BeTrue();
    }

    private static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static bool IsWellFormed(string text) => text.EnumerateRunes().All(r => r.Value != 0xFFFD);

    private static double? Known(double? x) => x is { } known && !double.IsNaN(known) ? known : null;

    private static Value Int(long? value) => value is { } known ? Value.Int64(known) : Value.Null;

    private static Value Real(double? value) => value is { } known ? Value.Double(known) : Value.Null;
}
