using Lakehouse.Features;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Testing.Internal.Generation;

/// <summary>Constants that an author might write, edges included.</summary>
internal sealed class LiteralGenerator(Random random)
{
    private readonly NastyValues values = new(random, new EventGeneratorOptions { NullShare = 0.03 });

    internal LiteralExpr Of(DataType type) => new(type.Kind == TypeKind.Binary || type.Kind == TypeKind.DoubleList ? Value.Null : values.Next(type, nullable: true), type);

    internal static LiteralExpr Integer(long value) => new(Value.Int64(value), DataType.Int64);

    internal LiteralExpr Positive(int limit) => Integer(random.Next(1, limit));

    internal LiteralExpr Seed() => new(values.Next(DataType.String, nullable: false), DataType.String);

    internal LiteralExpr Position() => Integer(random.Next(-1, 5));
}
