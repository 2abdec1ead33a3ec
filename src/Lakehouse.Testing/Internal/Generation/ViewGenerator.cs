using System.Globalization;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Testing.Internal.Generation;

/// <summary>Random state and window views over a contract.</summary>
internal sealed class ViewGenerator
{
    private const int ViewsPerEntity = 3;

    private static readonly DataType[] KeyTypes = [DataType.String, DataType.String, DataType.Int64, DataType.Date, DataType.Timestamp, DataType.Bool, DataType.Decimal(9, 2)];

    private static readonly DataType[] FeatureTypes =
    [
        DataType.Int64, DataType.Decimal(18, 2), DataType.Double, DataType.String, DataType.Bool, DataType.Date, DataType.Timestamp, DataType.Decimal(18, 6), DataType.Binary, DataType.DoubleList,
    ];

    private readonly Random random;
    private readonly ContractDefinition contract;
    private readonly IReadOnlyList<WindowDefinition> palette;
    private readonly ExpressionGenerator expressions;
    private readonly AggregateGenerator aggregates;
    private (EntityDefinition Entity, IReadOnlyList<Expr> Key)? lastEntity;

    internal ViewGenerator(Random random, ContractDefinition contract, IReadOnlyList<WindowDefinition> palette)
    {
        this.random = random;
        this.contract = contract;
        this.palette = palette;
        expressions = new(random, Column);
        aggregates = new(random, expressions);
    }

    internal EntityViewDefinition Next(int number)
    {
        var id = new VersionedName(string.Create(CultureInfo.InvariantCulture, $"view_{number}"), 1);
        var (entity, key) = number % ViewsPerEntity != 0 && lastEntity is { } shared ? shared : NewEntity(number);
        lastEntity = (entity, key);
        var nullOnOverflow = random.Next(5) > 0;
        long? timeToLive = random.Next(2) == 0 ? null : palette[random.Next(palette.Count)].LengthMicros;
        if (random.Next(5) == 0)
        {
            return new StateViewDefinition(id, contract, entity, [.. key], [.. Enumerable.Range(0, random.Next(1, 7)).Select(i => Feature(i, RowFeature(number + i)))])
            {
                NullOnOverflow = nullOnOverflow,
                TimeToLiveMicros = timeToLive,
            };
        }

        var (windows, grid) = WindowGenerator.Choose(random, palette);
        var features = Enumerable.Range(0, random.Next(1, 6)).Select(i => Feature(i, WindowFeature(number * 5 + i)));
        return new WindowViewDefinition(id, contract, entity, [.. key], [.. features], [.. windows])
        {
            EveryMicros = grid,
            NullOnOverflow = nullOnOverflow,
            TimeToLiveMicros = timeToLive,
        };
    }

    private (EntityDefinition Entity, IReadOnlyList<Expr> Key) NewEntity(int number)
    {
        var key = Enumerable.Range(0, random.Next(4) switch { 0 or 1 => 1, 2 => 2, _ => 3 }).Select(_ => Key()).ToList();
        return (new($"entity_{number}", [.. key.Select((k, i) => new Field($"key_{number}_{i}", k.Type, Nullable: false))]), key);
    }

    private static FeatureDefinition Feature(int number, Expr expression) => new(string.Create(CultureInfo.InvariantCulture, $"f{number}"), expression);

    /// <summary>Mostly a plain column; sometimes computed, but never so that it can overflow: a key that overflows has no meaning.</summary>
    private Expr Key()
    {
        var type = KeyTypes[random.Next(KeyTypes.Length)];
        var column = Column(type)!;
        return (type.Kind, random.Next(4)) switch
        {
            (TypeKind.String, 0) => new CallExpr(Function.Upper, [column], type),
            (TypeKind.String, 1) => new CallExpr(Function.Concat, [column, Column(type)!], type),
            (TypeKind.Date, 0) => new CallExpr(Function.DateOf, [Column(DataType.Timestamp)!], type),
            (TypeKind.Bool, 0) => new CallExpr(Function.IsNull, [Column(DataType.Double)!], type),
            (TypeKind.Int64, 0) => new CallExpr(Function.Length, [Column(DataType.String)!], type),
            (_, 1) => new CallExpr(Function.Coalesce, [column, Column(type)!], type),
            _ => column,
        };
    }

    private Expr RowFeature(int number)
    {
        var type = FeatureTypes[number % FeatureTypes.Length];
        return random.Next(2) == 0 ? expressions.Leaf(type) : expressions.Of(type, 3);
    }

    private Expr WindowFeature(int number)
    {
        if (random.Next(3) > 0) return aggregates.Next(number);
        var combined = new ExpressionGenerator(random, type => aggregates.OfType(type));
        var type = FeatureTypes[number % 8];
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var expression = combined.Of(type, 2);
            if (expression.SelfAndParts().OfType<AggregateExpr>().Any()) return expression;
        }

        return aggregates.Next(number);
    }

    private ColumnExpr? Column(DataType type)
    {
        var fitting = contract.Columns.Where(c => c.Type == type).ToList();
        return fitting.Count == 0 ? null : new(fitting[random.Next(fitting.Count)].Name, type);
    }
}
