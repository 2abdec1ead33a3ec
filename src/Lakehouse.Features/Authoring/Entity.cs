using System.Linq.Expressions;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Authoring;
using Lakehouse.Features.Internal.Rules;
using Lakehouse.Features.Internal.Translation;

namespace Lakehouse.Features;

/// <summary>What features are about.</summary>
/// <typeparam name="TKey">The key: a scalar, or a record whose properties are the key columns.</typeparam>
public sealed class Entity<TKey>
{
    private readonly EntityRules rules;

    internal Entity(string name, string? description)
    {
        var type = ClrTypes.Of(typeof(TKey));
        rules = new(name, type, EntityRules.IsScalar(type) ? null : RecordReader.Snake(typeof(TKey), $"Entity {name}"));
        rules.Check();
        Definition = new(name, [.. rules.Keys()]) { Description = description };
    }

    internal EntityDefinition Definition { get; }

    /// <summary>The key columns' expressions over a contract row.</summary>
    internal IReadOnlyList<Expr> TranslateKey(LambdaExpression key, TranslationScope scope) => rules.Translate(TermReader.Body(key), scope);
}
