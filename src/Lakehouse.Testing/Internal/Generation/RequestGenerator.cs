using System.Globalization;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Testing.Internal.Generation;

/// <summary>Random on-demand views.</summary>
internal static class RequestGenerator
{
    internal static IReadOnlyList<Field> Inputs { get; } =
    [
        new("planned_at", DataType.Timestamp), new("planned_on", DataType.Date), new("seats", DataType.Int64), new("budget", DataType.Decimal(18, 2)), new("speed_limit", DataType.Double),
        new("remark", DataType.String), new("urgent", DataType.Bool),
    ];

    private static readonly DataType[] Types = [DataType.Int64, DataType.Double, DataType.String, DataType.Bool, DataType.Decimal(18, 2), DataType.Date, DataType.Timestamp];

    internal static Func<DataType, Expr?> Leaf(Random random) => type =>
    {
        var fitting = Inputs.Where(f => f.Type == type).ToList();
        return fitting.Count == 0 ? null : new ColumnExpr(fitting[random.Next(fitting.Count)].Name, type);
    };

    internal static OnDemandViewDefinition Next(int number, Random random, ExpressionGenerator expressions)
    {
        var features = Enumerable.Range(0, random.Next(1, 5)).Select(i => new FeatureDefinition($"r{i}", expressions.Of(Types[(number + i) % Types.Length], 3)));
        return new(new(string.Create(CultureInfo.InvariantCulture, $"request_{number}"), 1), "planned", [.. Inputs], [.. features]);
    }
}
