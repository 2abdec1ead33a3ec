using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Testing.Internal.Generation;

/// <summary>A contract with columns of every type.</summary>
internal static class ContractGenerator
{
    private static readonly (string Name, DataType Type)[] Values =
    [
        ("city", DataType.String), ("country", DataType.String), ("line", DataType.Int64), ("opened", DataType.Date), ("seen", DataType.Timestamp), ("flag", DataType.Bool),
        ("price", DataType.Decimal(9, 2)), ("delay", DataType.Int64), ("distance", DataType.Int64), ("fare", DataType.Decimal(10, 2)), ("amount", DataType.Decimal(18, 2)),
        ("rate", DataType.Decimal(18, 6)), ("tiny", DataType.Decimal(18, 18)), ("whole", DataType.Decimal(18, 0)), ("speed", DataType.Double), ("note", DataType.String), ("late", DataType.Bool),
        ("day", DataType.Date), ("due", DataType.Timestamp), ("photo", DataType.Binary), ("embedding", DataType.DoubleList),
    ];

    internal static ContractDefinition Next(Random random)
    {
        var idType = random.Next(3) == 0 ? DataType.Int64 : DataType.String;
        ContractColumn[] columns =
        [
            Column("event_id", idType, nullable: false, ColumnRole.EventId),
            Column("happened_at", DataType.Timestamp, nullable: false, ColumnRole.EventTime),
            .. Values.Select(v => Column(v.Name, v.Type, random.Next(5) > 0, ColumnRole.Value)),
        ];
        var source = new SourceDefinition("raw_events", new(SourceKind.Parquet), [.. columns.Select(c => new Field(c.Name, c.Type))]);
        return new(new("events", 1), source, [.. columns], []);
    }

    private static ContractColumn Column(string name, DataType type, bool nullable, ColumnRole role) => new(name, type, nullable, role, new ColumnExpr(name, type));
}
