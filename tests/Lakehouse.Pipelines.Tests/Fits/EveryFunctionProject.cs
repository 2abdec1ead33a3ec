using Lakehouse.Features;

namespace Lakehouse.Pipelines.Tests.Fits;

/// <summary>A set of request-time features and transforms that use every function of definitions.</summary>
public sealed class EveryFunctionProject : FeatureProject
{
    public static readonly VersionedName Set = new("every", 1);

    protected override void Define(ProjectBuilder project)
    {
        var epoch = new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var request = project.Request("r").Field<long>("i").Field<long>("big").Field<double>("d").Field<decimal>("m", 12, 2).Field<string>("s").Field<DateTimeOffset>("t")
            .Field<DateOnly>("day").Field<bool>("flag").Field<double>("latitude").Field<double>("longitude");
        var view = project.OnDemand("v", 1, request)
            .Feature("comparisons", r => r.Get<long>("big") < 5 && r.Get<double>("d") >= 0 || r.Get<string>("s") == "a" || !(r.Get<decimal>("m") != 1.5m) || r.Get<DateTimeOffset>("t") > epoch)
            .Feature("choice", r => r.Get<bool?>("flag") ?? r.Get<long>("i") <= 3 ? r.Get<decimal>("m") : r.Get<long>("i"))
            .Feature("exact", r => (r.Get<long>("i") + 3) * -r.Get<long>("i") - Math.Abs(r.Get<long>("i")) % 7)
            .Feature("decimals", r => r.Get<decimal>("m") * r.Get<decimal>("m") + r.Get<long>("i"))
            .Feature("doubles", r => Math.Abs(-r.Get<double>("d") * 1.5 + r.Get<double>("d") - 2) / r.Get<double>("d"))
            .Feature("ratio", r => r.Get<long>("big").DividedBy(r.Get<long>("i")))
            .Feature("identity", r => r.Get<double>("d"))
            .Feature("widened", r => r.Get<long>("big") * 1.0)
            .Feature("quantized", r => r.Get<double?>("d").Clip(-1E9, 1E9)!.Value.Quantize(4))
            .Feature("floor", r => (long)Math.Floor(r.Get<double>("d").Clip(-1E9, 1E9)) + (long)Math.Ceiling(r.Get<double>("d").Clip(-1E9, 1E9)))
            .Feature("transcendental", r => Math.Log(r.Get<double>("d")) + Math.Exp(r.Get<double>("d")) + Math.Sin(r.Get<double>("d")) * Math.Cos(r.Get<double>("d")))
            .Feature("powers", r => Math.Pow(r.Get<double>("d"), 2.5) + Math.Sqrt(r.Get<double>("d")) - Math.Asin(r.Get<double>("d")))
            .Feature("length", r => r.Get<string>("s").Trim().Length)
            .Feature("cases", r => r.Get<string>("s").ToUpper() + r.Get<string>("s").ToLower().Replace("a", "bb") + r.Get<string>("s").Substring(1, 2))
            .Feature("searches", r => r.Get<string>("s").Contains("a") || r.Get<string>("s").StartsWith("b") || r.Get<string>("s").EndsWith("é"))
            .Feature("texts", r => r.Get<long>("big").ToText() + r.Get<decimal>("m").ToText() + r.Get<DateTimeOffset>("t").ToText() + r.Get<bool>("flag").ToText() + r.Get<DateOnly>("day").ToText())
            .Feature("bucket", r => r.Get<string>("s").HashBucket(97, "seed") * r.Get<string>("s").HashSign("seed"))
            .Feature("calendar", r => r.Get<DateTimeOffset>("t").Year * 366 + r.Get<DateTimeOffset>("t").DayOfYear + r.Get<DateTimeOffset>("t").Month + r.Get<DateTimeOffset>("t").Day)
            .Feature("clock", r => r.Get<DateTimeOffset>("t").Hour * 3600 + r.Get<DateTimeOffset>("t").Minute * 60 + r.Get<DateTimeOffset>("t").Second)
            .Feature("weekday", r => r.Get<DateOnly>("day").IsoDayOfWeek() + r.Get<DateTimeOffset>("t").HourOfWeek() + r.Get<DateOnly>("day").IsWeekend())
            .Feature("moves", r => r.Get<DateTimeOffset>("t").DateUtc().MidnightUtc().MicrosSince(epoch) + r.Get<DateTimeOffset>("t").MicrosSince(epoch) % 1000)
            .Feature("one_hot", r => r.Get<string>("s").OneHot("a", "b"))
            .Feature("ngrams", r => r.Get<string>("s").NgramBuckets(2, 8, "n"))
            .Feature("cell", r => FeatureTransforms.GridCell(r.Get<double>("latitude"), r.Get<double>("longitude"), 100))
            .Feature("metres", r => FeatureTransforms.HaversineMetres(r.Get<double>("latitude"), r.Get<double>("longitude"), 41.98, -87.9));
        project.Set("every", 1).With(view)
            .Transform("filled", t => t.Get<double?>("v.identity").FillNull(-1) * 2)
            .Transform("cyclic", t => t.Get<long>("v.clock").CyclicSin(86_400) + t.Get<long>("v.clock").CyclicCos(86_400))
            .Transform("placed", t => t.Get<double?>("d").Bucket(-1, 0, 1))
            .Transform("ranged", t => t.Get<double?>("d"), Fit.MinMax())
            .Transform("shared", t => t.Get<string>("s"), Fit.Frequency())
            .Transform("timed", t => t.Get<DateTimeOffset?>("t"), Fit.OneHot(3));
    }
}
