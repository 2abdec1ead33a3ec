using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Translation;

namespace Lakehouse.Features.Internal.Rules;

/// <summary>What an entity's key must be.</summary>
/// <param name="Name">The entity's name.</param>
/// <param name="Type">The key's C# type.</param>
/// <param name="Record">The key record, or null for a scalar key.</param>
internal sealed record EntityRules(string Name, ClrType Type, RecordShape? Record)
{
    private string Place => $"Entity {Name}";

    /// <summary>True for keys of one column: all types that are not an author's record.</summary>
    internal static bool IsScalar(ClrType type) => TypeMap.IsScalar(type) || type.IsEnum || type.Name.StartsWith("System.", StringComparison.Ordinal);

    /// <summary>The key columns: the entity's name for a scalar, else the record's properties.</summary>
    internal IReadOnlyList<Field> Keys() => Record is { } record ? [.. record.Columns.Select(c => c.Field)] : [new(Name, ScalarType(), Type.IsNullable)];

    /// <summary>Refuses names and types that no key may have.</summary>
    internal void Check()
    {
        Names.RequireSnake(Name, "An entity");
        foreach (var key in Keys()) Check(key, Record?.Columns.First(c => c.Field == key).Property);
        Names.RequireDistinct(Keys().Select(k => k.Name), Place, "key columns");
    }

    /// <summary>The key columns' expressions over a contract row.</summary>
    internal IReadOnlyList<Expr> Translate(Term body, TranslationScope scope)
    {
        var translator = new Translator(scope);
        if (Record is not { } record) return [Typed(translator, body, Keys()[0])];
        var assigned = record.Assignments(body) ?? throw scope.Refuse(Rule.KeyType, body, $"is no new {Type.Simple}; write key: f => new {Type.Simple}(…).");
        return [.. record.Columns.Select(c => assigned.TryGetValue(c.Property, out var value)
            ? Typed(translator, value, c.Field)
            : throw scope.Refuse(Rule.KeyType, body, $"gives no {c.Property}, a key column of entity {Name}. Assign it."))];
    }

    private static Expr Typed(Translator translator, Term body, Field key)
    {
        var value = translator.Translate(body);
        return Typing.As(value, key.Type) ?? throw translator.Scope.Refuse(
            Rule.KeyType, body, $"is {value.Type}, but key column {key.Name} of the entity is {key.Type}. Declare the entity with the type of the key.");
    }

    private DataType ScalarType() => Type.Is(ClrType.Decimal)
        ? throw new DefinitionException(Rule.KeyType, $"{Place} has a decimal key without digits; declare a record with one property that has [Decimal(precision, scale)].")
        : TypeMap.Of(Type, digits: null, $"{Place}: its key");

    private void Check(Field key, string? property)
    {
        Names.RequireSnake(key.Name, $"{Place}: a key column", property);
        Names.RequireFree(key.Name, $"{Place}: a key column", property);
        if (key.Nullable) throw Refuse($"{Place}: key column {key.Name} is nullable; keys are never null, so declare it without '?'.", property);
        if (!key.Type.IsKey)
            throw Refuse($"{Place}: key column {key.Name} is {key.Type}; a key is int64, string, timestamp, date, bool or decimal, which have safe equality.", property);
    }

    private static DefinitionException Refuse(string message, string? property) => new(Rule.KeyType, message) { Part = property };
}
