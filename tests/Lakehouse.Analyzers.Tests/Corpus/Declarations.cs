using static Lakehouse.Analyzers.Tests.Corpus.Case;

namespace Lakehouse.Analyzers.Tests.Corpus;

/// <summary>Contracts, keys, views, requests and sets.</summary>
internal static class Declarations
{
    private const string Id = "[property: EventId] string Id";
    private const string At = "[property: EventTime] DateTimeOffset At";
    private const string IdAt = "new Mine(r.Id!, r.End!.Value)";
    private const string Count = ".Feature(\"n\", w => w.Count())";
    private const string Counted = "var view = p.WindowView(\"v\", 1, Declare.Trips(p), by: p.Entity<string>(\"town\"), key: t => t.City!)"
        + ".Over(Window.Hours(1), Window.Days(7))" + Count + ";\n"
            + "";
    private const string Key = "p.StateView(\"v\", 1, Declare.Trips(p), by: p.Entity<CityDay>(\"city_day\"), key: ";

    internal static readonly Case[] Accepted =
    [
        Contract("contract of all types", null,
            $"{Id}, {At}, long? N, [property: Decimal(9, 3)] decimal Fare, float F, byte[]? B, IReadOnlyList<double>? L, bool Flag, DateOnly? D",
            "new Mine(source.File + \":\" + source.Row, r.End!.Value, r.Meters, r.Fare!.Value, 1, null, r.Embedding, r.Paid ?? false, r.Day)"),
        Contract("rounded mapping", null, $"{Id}, {At}, long N, double X", "new Mine(r.Id!, r.Start!.Value.AsUtc(), (long)Math.Floor(r.Price!.Value), r.Meters!.Value)"),
        View("windows and grid", null, ".Over(Window.Hours(1), Window.Days(1), Window.Lifetime).Every(TimeSpan.FromMinutes(20))" + Count),
        View("variable of a view", null, ".Over(Window.Minutes(5)).TimeToLive(TimeSpan.FromDays(30)).OnOverflow(Overflow.Null)" + Count + ".Owner(\"me\").Describe(\"…\")"),
        new("composite key", null, Key + "t => new CityDay(t.City!, t.Day!.Value)).Feature(\"meters\", t => t.Meters);"),
        new("set by feature and column", null, Counted + "p.Set(\"s\", 1).With(view, \"n\"); p.Set(\"s\", 2).With(view, \"n_1h\"); p.Set(\"s\", 3).With(view);"),
        new("features added later", null, "var view = p.StateView(\"v\", 1, Declare.Trips(p), p.Entity<string>(\"town\"), t => t.City!);\n"
            + "foreach (var n in new[] { \"a\", \"b\" }) view.Feature(n, t => t.Meters);\n"
            + "p.Set(\"s\", 1).With(view, \"a\");"),
        new("captured constants", null, "var limit = 5L; var zone = \"UTC\"; var digits = 3;\n"
            + "p.StateView(\"v\", 1, Declare.Trips(p), p.Entity<string>(\"town\"), t => t.City!)"
            + ".Feature(\"a\", t => t.Meters > limit ? zone : t.City).Feature(\"b\", t => t.Price.Quantize(digits));"),
        new("helper that gives a view", null, "View(p).Over(Window.Hours(1)).Feature(\"a\", w => w.Count());\n"
            + "        static WindowView<Trip> View(ProjectBuilder p) => p.WindowView(\"v\", 1, Declare.Trips(p), p.Entity<string>(\"town\"), t => t.City!);"),
        new("one name in two branches", null, "var trips = Declare.Trips(p);\n"
            + "var town = p.Entity<string>(\"town\");\n"
            + "if (Environment.ProcessorCount > 0) { p.StateView(\"v\", 1, trips, town, t => t.City!).Feature(\"f\", t => t.Meters); }\n"
            + "else { p.StateView(\"v\", 1, trips, town, t => t.City!).Feature(\"f\", t => t.Seats); }"),
        new("two versions of a view", null, "var trips = Declare.Trips(p);\n"
            + "var town = p.Entity<string>(\"town\");\n"
            + "var old = p.StateView(\"v\", 1, trips, town, t => t.City!).Feature(\"f\", t => t.Meters);\n"
            + "var next = p.StateView(\"v\", 2, trips, town, t => t.City!).Feature(\"f\", t => t.Seats);\n"
            + "p.Set(\"s\", 1).With(old); p.Set(\"s\", 2).With(next);"),
        new("delete of a raw row", null, "Declare.Trips(p).Delete(r => r.City == \"gone\").Warn(\"far\", t => t.Meters < 100000);"),
        new("calls outside definitions", null, "var list = new List<string> { \"a\" }; Console.Out.Write(list.FirstOrDefault()?.PadLeft(3));\nDeclare.Trips(p);"),
        new("request read by other name", null, "var name = string.Concat(\"n\", \"\");\n"
            + "p.OnDemand(\"v\", 1, p.Request(\"r\").Field<long>(\"n\")).Feature(\"f\", r => r.Get<long>(name));"),
    ];

    internal static readonly Case[] Refused =
    [
        Contract("no event id", "LH0009", $"string Id, {At}", IdAt),
        Contract("no event time", "LH0009", $"{Id}, DateTimeOffset At", IdAt),
        Contract("two event ids", "LH0009", $"{Id}, {At}, [property: EventId] string Other", "new Mine(r.Id!, r.End!.Value, r.City!)"),
        Contract("nullable event time", "LH0009", $"{Id}, [property: EventTime] DateTimeOffset? At", "new Mine(r.Id!, r.End)"),
        Contract("id of a wrong type", "LH0009", $"[property: EventId] DateOnly Id, {At}", "new Mine(r.Day!.Value, r.End!.Value)"),
        Contract("local event time", "LH0010", $"{Id}, [property: EventTime] DateTime At", "new Mine(r.Id!, r.Start!.Value)"),
        Contract("decimal without digits", "LH0010", $"{Id}, {At}, decimal Fare", "new Mine(r.Id!, r.End!.Value, 1)"),
        Contract("too many digits", "LH0010", $"{Id}, {At}, [property: Decimal(19, 2)] decimal Fare", "new Mine(r.Id!, r.End!.Value, 1)"),
        Contract("guid column", "LH0010", $"{Id}, {At}, Guid Other", "new Mine(r.Id!, r.End!.Value, default)"),
        Contract("column not in snake case", "LH0011", $"{Id}, {At}, [property: Column(\"Other\")] string Other", "new Mine(r.Id!, r.End!.Value, r.City!)"),
        Contract("two columns of one name", "LH0012", $"{Id}, {At}, [property: Column(\"id\")] string Other", "new Mine(r.Id!, r.End!.Value, r.City!)"),
        Contract("mapping of a wrong type", "LH0004", $"{Id}, {At}, [property: Decimal(9, 2)] decimal Fare", "new Mine(r.Id!, r.End!.Value, r.Fare!.Value * 0.1m)"),
        Contract("mapping of a time without a zone", "LH0004", $"{Id}, {At}", "new Mine(r.Id!, r.Start!.Value)"),
        Contract("mapping by a method", "LH0016", $"{Id}, {At}", "Make(r)").With("static Mine Make(RawTrip r) => new(r.Id!, r.End!.Value);"),
        Contract("mapping outside the list", "LH0001", $"{Id}, {At}", "new Mine(Guid.Parse(r.Id!).ToString(), r.End!.Value)"),
        Contract("double division of integers", "LH0002", $"{Id}, {At}, long N", "new Mine(r.Id!, r.End!.Value, r.Meters!.Value / 2)"),
        new("mapping leaves out a property", "LH0016", "p.Conform<RawTrip, Mine>(p.Source<RawTrip>(\"raw\", Format.Parquet), r => new Mine { Id = r.Id!, At = r.End!.Value });",
            "[Contract(\"mine\", version: 1)] public sealed record Mine { [EventId] public string Id { get; init; } = \"\"; "
            + "[EventTime] public DateTimeOffset At { get; init; } public long? N { get; init; } }"),
        new("record without contract", "LH0009", "p.Conform<RawTrip, CityDay>(p.Source<RawTrip>(\"raw\", Format.Parquet), r => new CityDay(r.City!, r.Day!.Value));"),
        new("position in a Delta table", "LH0001",
            "p.Conform<RawTrip, Mine>(p.Source<RawTrip>(\"raw\", Format.Delta(\"a/b\")), (r, source) => new Mine(source.File, r.End!.Value));",
            $"[Contract(\"mine\", version: 1)] public sealed record Mine({Id}, {At});"),
        new("double key", "LH0005", "p.Entity<double>(\"price\");"),
        new("nullable key", "LH0005", "p.Entity<long?>(\"number\");"),
        new("decimal key without digits", "LH0005", "p.Entity<decimal>(\"price\");"),
        new("key record with a float", "LH0005", "p.Entity<Mine>(\"mine\");", "public sealed record Mine(string A, float B);"),
        new("guid key", "LH0010", "p.Entity<Guid>(\"id\");"),
        new("key of another type", "LH0005", "p.StateView(\"v\", 1, Declare.Trips(p), p.Entity<Mine>(\"mine\"), t => new Mine(t.Fare!.Value)).Feature(\"f\", t => t.Meters);",
            "public sealed record Mine([property: Decimal(12, 1)] decimal Fare);"),
        new("key outside the list", "LH0001", "p.StateView(\"v\", 1, Declare.Trips(p), p.Entity<string>(\"town\"), t => t.City!.PadLeft(3)).Feature(\"f\", t => t.Meters);"),
        new Case("key by a method", "LH0005", Key + "t => Make(t)).Feature(\"f\", t => t.Meters);").With("static CityDay Make(Trip t) => new(t.City!, t.Day!.Value);"),
        new("entity not in snake case", "LH0011", "p.Entity<string>(\"AirPort\");"),
        new("reserved entity", "LH0011", "p.Entity<string>(\"known_at\");"),
        new("source not in snake case", "LH0011", "p.Source<RawTrip>(\"a__b\", Format.Parquet);"),
        new("two properties of one source column", "LH0012", "p.Source<Mine>(\"raw\", Format.Parquet);",
            "public sealed record Mine(long FlightId, [property: Column(\"flight_id\")] long Other);"),
        new("version zero", "LH0011", "p.StateView(\"v\", 0, Declare.Trips(p), p.Entity<string>(\"town\"), t => t.City!).Feature(\"f\", t => t.Meters);"),
        new("two rules of one name", "LH0012", "Declare.Trips(p); p.Conform<RawTrip, Mine>(p.Source<RawTrip>(\"raw\", Format.Parquet),"
            + " r => new Mine(r.Id!, r.End!.Value)).Require(\"a\", m => m.Id != \"\").Warn(\"a\", m => m.Id != \"x\");",
            $"[Contract(\"mine\", version: 1)] public sealed record Mine({Id}, {At});"),
        View("feature not in snake case", "LH0011", ".Over(Window.Hours(1)).Feature(\"delayMean\", w => w.Count())"),
        View("reserved feature", "LH0011", ".Over(Window.Hours(1)).Feature(\"event_time\", w => w.Count())"),
        View("two features of one name", "LH0012", ".Over(Window.Hours(1))" + Count + Count),
        View("no window", "LH0014", Count),
        View("no features", "LH0014", ".Over(Window.Hours(1))"),
        View("two windows of one length", "LH0013", ".Over(Window.Hours(24), Window.Days(1))" + Count),
        View("two lifetimes", "LH0013", ".Over(Window.Lifetime, Window.Lifetime)" + Count),
        View("grid that does not divide", "LH0013", ".Over(Window.Hours(1)).Every(TimeSpan.FromMinutes(7))" + Count),
        View("grid finer than a microsecond", "LH0013", ".Over(Window.Hours(1)).Every(TimeSpan.FromTicks(5))" + Count),
        View("empty window", "LH0013", ".Over(Window.Hours(0))" + Count),
        View("window beyond the calendar", "LH0013", ".Over(Window.Days(int.MaxValue))" + Count),
        View("time to live of nothing", "LH0013", ".Over(Window.Hours(1)).TimeToLive(TimeSpan.Zero)" + Count),
        View("time to live finer than a microsecond", "LH0013", ".Over(Window.Hours(1)).TimeToLive(new TimeSpan(5))" + Count),
        new("feature named as a key", "LH0012", "p.StateView(\"v\", 1, Declare.Trips(p), p.Entity<string>(\"town\"), t => t.City!).Feature(\"town\", t => t.City);"),
        new("delegate in place of a lambda", "LH0001", "Func<Trip, bool> far = t => t.Meters > 5;\n"
            + "p.WindowView(\"v\", 1, Declare.Trips(p), p.Entity<string>(\"town\"), t => t.City!).Over(Window.Hours(1)).Feature(\"f\", w => w.Count(far));"),
        new Case("method in place of a lambda", "LH0001", "p.WindowView(\"v\", 1, Declare.Trips(p), p.Entity<string>(\"town\"), t => t.City!).Over(Window.Hours(1))"
            + ".Feature(\"f\", w => w.Count(Far));").With("static bool Far(Trip t) => t.Meters > 5;"),
        new("captured clock", "LH0007", "var now = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.Ticks % 1000000007);\n"
            + "p.StateView(\"v\", 1, Declare.Trips(p), p.Entity<string>(\"town\"), t => t.City!).Feature(\"f\", t => t.StartedAt < now);"),
        new("captured guid", "LH0007", "var salt = Guid.NewGuid().ToString();\n"
            + "p.StateView(\"v\", 1, Declare.Trips(p), p.Entity<string>(\"town\"), t => t.City!).Feature(\"f\", t => t.City + salt);"),
        new("set without views", "LH0014", "p.Set(\"s\", 1);"),
        new("set names a missing feature", "LH0015", Counted + "p.Set(\"s\", 1).With(view, \"m\");"),
        new("set names a view twice", "LH0012", Counted + "p.Set(\"s\", 1).With(view, \"n_1h\").With(view, \"n_7d\");"),
        new("two fields of one name", "LH0012", "p.OnDemand(\"v\", 1, p.Request(\"r\").Field<long>(\"n\").Field<long>(\"n\")).Feature(\"f\", r => r.Get<long>(\"n\"));"),
        new("field without a zone", "LH0010", "p.OnDemand(\"v\", 1, p.Request(\"r\").Field<DateTime>(\"at\")).Feature(\"f\", r => 1);"),
        new("two entities of one name", "LH0012", "p.Entity<string>(\"town\"); p.Entity<long>(\"town\");"),
        new("two sources of one name", "LH0012", "p.Source<RawTrip>(\"raw\", Format.Parquet);\np.Source<RawTrip>(\"raw\", Format.Csv());"),
        new("two views of one version", "LH0012", "var trips = Declare.Trips(p);\n"
            + "var town = p.Entity<string>(\"town\");\n"
            + "p.StateView(\"v\", 1, trips, town, t => t.City!).Feature(\"f\", t => t.Meters);\n"
            + "p.WindowView(\"v\", 1, trips, town, t => t.City!).Over(Window.Hours(1)).Feature(\"n\", w => w.Count());"),
        new("two sets of one version", "LH0012", Counted + "p.Set(\"s\", 1).With(view); p.Set(\"s\", 1).With(view, \"n\");"),
        new Case("two contracts of one version", "LH0012", "var raw = p.Source<RawTrip>(\"raw\", Format.Parquet);\n"
            + "p.Conform<RawTrip, Mine>(raw, r => new Mine(r.Id!, r.End!.Value));\n"
            + "p.Conform<RawTrip, Mine>(raw, r => new Mine(r.City!, r.End!.Value));",
            $"[Contract(\"mine\", version: 1)] public sealed record Mine({Id}, {At});"),
        new("raw row of a delete", "LH0002", "p.Conform<RawTrip, Mine>(p.Source<RawTrip>(\"raw\", Format.Parquet),"
            + " r => new Mine(r.Id!, r.End!.Value)).Delete(r => r.Meters / 2 > 5);",
            $"[Contract(\"mine\", version: 1)] public sealed record Mine({Id}, {At});"),
    ];
}
