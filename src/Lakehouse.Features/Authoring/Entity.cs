using System.Linq.Expressions;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal;
using Lakehouse.Features.Internal.Authoring;
using Lakehouse.Features.Internal.Translation;

namespace Lakehouse.Features;

/// <summary>What features are about.</summary>
/// <typeparam name="TKey">The key: a scalar, or a record whose properties are the key columns.</typeparam>
public sealed class Entity<TKey>
{
    private readonly RecordShape? record;

    internal Entity(string name, string? description)
    {
        var place = $"Entity {name}";
        Names.RequireSnake(name, "An entity");
        record = TypeMap.IsScalar(typeof(TKey)) ? null : RecordShape.Snake(typeof(TKey), place);
        Definition = new(name, record is null ? [new(name, ScalarType(place), Nullable: false)] : [.. record.Columns.Select(c => c.Field)]) { Description = description };
        foreach (var key in Definition.Keys) Check(place, key);
        Names.RequireDistinct(Definition.Keys.Select(k => k.Name), place, "key columns");
    }

    internal EntityDefinition Definition { get; }

    /// <summary>The key columns' expressions over a contract row.</summary>
    internal IReadOnlyList<Expr> TranslateKey(LambdaExpression key, TranslationScope scope)
    {
        var translator = new Translator(scope);
        if (record is null) return [Typed(translator, key.Body, Definition.Keys[0])];
        var assigned = record.Assignments(key.Body) ?? throw scope.Refuse(key.Body, $"is no new {typeof(TKey).Name}; write key: f => new {typeof(TKey).Name}(…).");
        return [.. record.Columns.Select(c => assigned.TryGetValue(c.Property.Name, out var value)
            ? Typed(translator, value, c.Field)
            : throw scope.Refuse(key.Body, $"gives no {c.Property.Name}, a key column of entity {Definition.Name}."))];
    }

    private static Expr Typed(Translator translator, Expression body, Field key)
    {
        var value = translator.Translate(body);
        return Typing.As(value, key.Type)
            ?? throw translator.Scope.Refuse(body, $"is {value.Type}, but key column {key.Name} of the entity is {key.Type}. Declare the entity with the type of the key.");
    }

    private static DataType ScalarType(string place) => TypeMap.Underlying(typeof(TKey)) == typeof(decimal)
        ? throw new DefinitionException($"{place} has a decimal key without digits; declare a record with one property that has [Decimal(precision, scale)].")
        : TypeMap.Of(typeof(TKey), digits: null, place);

    private static void Check(string place, Field key)
    {
        Names.RequireSnake(key.Name, $"{place}: a key column");
        Names.RequireFree(key.Name, $"{place}: a key column");
        if (key.Nullable) throw new DefinitionException($"{place}: key column {key.Name} is nullable; keys are never null, so declare it without '?'.");
        if (!key.Type.IsKey)
            throw new DefinitionException($"{place}: key column {key.Name} is {key.Type}; a key is int64, string, timestamp, date, bool or decimal, which have safe equality.");
    }
}
