using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Online.Conformance;

/// <summary>View definitions without a project around them: an online store needs no more than keys, columns and time to live.</summary>
public static class SampleViews
{
    /// <summary>A state view with the given keys and columns.</summary>
    public static StateViewDefinition State(string name, Field[] keys, Field[] columns, long? timeToLiveMicros = null)
    {
        var source = new SourceDefinition("raw", new(SourceKind.Parquet), []);
        ContractColumn[] roles =
        [
            Column("event_id", DataType.String, ColumnRole.EventId), Column("at", DataType.Timestamp, ColumnRole.EventTime),
            .. keys.Concat(columns).Select(c => Column(c.Name, c.Type, ColumnRole.Value)),
        ];
        var contract = new ContractDefinition(new("events", 1), source, [.. roles], []);
        return new(
            new(name, 1),
            contract,
            new(name + "_entity", [.. keys]),
            [.. keys.Select(k => new ColumnExpr(k.Name, k.Type))],
            [.. columns.Select(c => new FeatureDefinition(c.Name, new ColumnExpr(c.Name, c.Type)))])
        { TimeToLiveMicros = timeToLiveMicros };
    }

    /// <summary>One text key, one int64 column.</summary>
    public static StateViewDefinition Simple(string name = "delays", long? timeToLiveMicros = null) =>
        State(name, [Key("airport", DataType.String)], [new("delay", DataType.Int64)], timeToLiveMicros);

    /// <summary>Every type that a key may have and every type that a column may have.</summary>
    public static StateViewDefinition AllTypes() => State(
        "everything",
        [
            Key("k_text", DataType.String), Key("k_int", DataType.Int64), Key("k_day", DataType.Date), Key("k_at", DataType.Timestamp),
            Key("k_flag", DataType.Bool), Key("k_money", DataType.Decimal(18, 2)),
        ],
        [
            new("flag", DataType.Bool), new("count", DataType.Int64), new("money", DataType.Decimal(18, 4)), new("mean", DataType.Double), new("text", DataType.String),
            new("at", DataType.Timestamp), new("day", DataType.Date), new("raw", DataType.Binary), new("embedding", DataType.DoubleList),
        ]);

    /// <summary>A key field.</summary>
    public static Field Key(string name, DataType type) => new(name, type, Nullable: false);

    private static ContractColumn Column(string name, DataType type, ColumnRole role) => new(name, type, Nullable: true, role, new ColumnExpr(name, type));
}
