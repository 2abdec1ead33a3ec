using System.Collections.Immutable;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.DuckDb.Tests.Materialize;

/// <summary>A contract with every kind of column, and views over it; times and windows are single microseconds, so that edges are hit often.</summary>
internal static class Trips
{
    public const int FareScale = 2;

    public static readonly Expr Delay = new ColumnExpr("delay", DataType.Int64);
    public static readonly Expr Fare = new ColumnExpr("fare", DataType.Decimal(10, FareScale));
    public static readonly Expr Note = new ColumnExpr("note", DataType.String);
    public static readonly Expr Late = new ColumnExpr("late", DataType.Bool);
    public static readonly Expr Speed = new ColumnExpr("speed", DataType.Double);
    public static readonly Expr Day = new ColumnExpr("day", DataType.Date);
    public static readonly Expr Seen = new ColumnExpr("seen", DataType.Timestamp);
    public static readonly Expr Photo = new ColumnExpr("photo", DataType.Binary);
    public static readonly Expr Embedding = new ColumnExpr("embedding", DataType.DoubleList);
    public static readonly Expr City = new ColumnExpr("city", DataType.String);
    public static readonly Expr Line = new ColumnExpr("line", DataType.Int64);

    public static readonly ContractDefinition Contract = new(
        new VersionedName("trips", 1),
        Source: null!,
        [
            Column("trip_id", DataType.String, ColumnRole.EventId),
            Column("at", DataType.Timestamp, ColumnRole.EventTime),
            Column("city", DataType.String),
            Column("line", DataType.Int64),
            Column("delay", DataType.Int64),
            Column("fare", DataType.Decimal(10, FareScale)),
            Column("note", DataType.String),
            Column("late", DataType.Bool),
            Column("speed", DataType.Double),
            Column("day", DataType.Date),
            Column("seen", DataType.Timestamp),
            Column("photo", DataType.Binary),
            Column("embedding", DataType.DoubleList),
        ],
        Rules: []);

    private static readonly EntityDefinition CityLine = new("city_line", [new Field("city", DataType.String, Nullable: false), new Field("line", DataType.Int64, Nullable: false)]);
    private static readonly EntityDefinition OtherKeys = new(
        "other",
        [
            new Field("fare", DataType.Decimal(10, FareScale), Nullable: false),
            new Field("day", DataType.Date, Nullable: false),
            new Field("seen", DataType.Timestamp, Nullable: false),
            new Field("late", DataType.Bool, Nullable: false),
        ]);

    private static readonly EntityDefinition OnlyCity = new("city", [new Field("city", DataType.String, Nullable: false)]);

    public static WindowViewDefinition Window(IEnumerable<long?> windows, long? every = null, params FeatureDefinition[] features) => new(
        new VersionedName("trip_window", 1), Contract, CityLine, [City, Line], features.Length > 0 ? [.. features] : AllFeatures, [.. windows.Select(Length)])
    {
        EveryMicros = every,
    };

    /// <summary>Keyed by the kinds of key that are neither text nor int64.</summary>
    public static WindowViewDefinition WindowByOtherKeys(params IEnumerable<long?> windows) => new(
        new VersionedName("trip_window_other", 1), Contract, OtherKeys, [Fare, Day, Seen, Late], AllFeatures, [.. windows.Select(Length)]);

    /// <summary>Keyed by an expression: the city in upper case.</summary>
    public static WindowViewDefinition WindowByUpperCity(params IEnumerable<long?> windows) => new(
        new VersionedName("trip_window_upper", 1), Contract, OnlyCity, [new CallExpr(Function.Upper, [City], DataType.String)], AllFeatures, [.. windows.Select(Length)]);

    public static StateViewDefinition State() => new(
        new VersionedName("trip_state", 1),
        Contract,
        CityLine,
        [City, Line],
        [
            new("delay", Delay),
            new("fare", Fare),
            new("note", Note),
            new("late", Late),
            new("speed", Speed),
            new("day", Day),
            new("seen", Seen),
            new("photo", Photo),
            new("embedding", Embedding),
            new("very_late", new CallExpr(Function.Greater, [Delay, new LiteralExpr(Value.Int64(2), DataType.Int64)], DataType.Bool)),
        ]);

    /// <summary>A contract row; what is not given is NULL.</summary>
    public static Value[] Row(string id, long time, string? city, long line, long? delay = null, long? fare = null, string? note = null, bool? late = null, double? speed = null) =>
    [
        Value.String(id), Value.Int64(time), Value.String(city), Value.Int64(line), Int64(delay), Int64(fare), Value.String(note),
        late is { } l ? Value.Bool(l) : Value.Null, speed is { } s ? Value.Double(s) : Value.Null, Value.Null, Value.Null, Value.Null, Value.Null,
    ];

    public static FeatureDefinition Feature(string name, Aggregate aggregate, Expr? argument, DataType type, Expr? filter = null) =>
        new(name, new AggregateExpr(aggregate, argument, filter, type));

    private static ImmutableArray<FeatureDefinition> AllFeatures
    {
        get
        {
            var trips = new AggregateExpr(Aggregate.Count, Argument: null, Filter: null, DataType.Int64);
            var late = trips with { Filter = new CallExpr(Function.Greater, [Delay, new LiteralExpr(Value.Int64(1), DataType.Int64)], DataType.Bool) };
            return
            [
                new("trips", trips),
                Feature("delays", Aggregate.Count, Delay, DataType.Int64),
                Feature("delay_sum", Aggregate.Sum, Delay, DataType.Int64),
                Feature("delay_mean", Aggregate.Mean, Delay, DataType.Double),
                Feature("delay_max", Aggregate.Max, Delay, DataType.Int64),
                Feature("delay_sd", Aggregate.StdDev, Delay, DataType.Double),
                Feature("fare_sum", Aggregate.Sum, Fare, DataType.Decimal(18, FareScale), Late),
                Feature("fare_var", Aggregate.VarPop, Fare, DataType.Double),
                Feature("note_first", Aggregate.First, Note, DataType.String),
                Feature("note_last", Aggregate.Last, Note, DataType.String, Late),
                Feature("notes", Aggregate.CountDistinct, Note, DataType.Int64),
                Feature("speed_min", Aggregate.Min, Speed, DataType.Double),
                Feature("late_last", Aggregate.Last, Late, DataType.Bool),
                Feature("days", Aggregate.CountDistinct, Day, DataType.Int64),
                Feature("day_max", Aggregate.Max, Day, DataType.Date),
                Feature("seen_min", Aggregate.Min, Seen, DataType.Timestamp),
                Feature("embedding_last", Aggregate.Last, Embedding, DataType.DoubleList),
                Feature("delay_squared", Aggregate.Max, new CallExpr(Function.Multiply, [Delay, Delay], DataType.Int64), DataType.Int64),
                new("late_share", new CallExpr(Function.Divide, [late, trips], DataType.Double)),
            ];
        }
    }

    private static ContractColumn Column(string name, DataType type, ColumnRole role = ColumnRole.Value) =>
        new(name, type, Nullable: role == ColumnRole.Value, role, new ColumnExpr(name, type));

    private static Value Int64(long? value) => value is { } number ? Value.Int64(number) : Value.Null;

    private static WindowDefinition Length(long? micros) => new(micros is null ? "lifetime" : $"{micros}us", micros);
}
