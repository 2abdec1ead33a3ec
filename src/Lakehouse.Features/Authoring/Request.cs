using System.Linq.Expressions;
using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal;
using Lakehouse.Features.Internal.Authoring;
using Lakehouse.Features.Internal.Translation;

namespace Lakehouse.Features;

/// <summary>What a request carries besides keys.</summary>
public sealed class Request
{
    private readonly List<Field> fields = [];

    internal Request(string name)
    {
        Names.RequireSnake(name, "A request");
        Name = name;
    }

    internal string Name { get; }

    internal IReadOnlyList<Field> Fields => fields;

    /// <summary>Adds a field; for a decimal use the overload with digits.</summary>
    public Request Field<T>(string name) => Add(name, typeof(T), digits: null);

    /// <summary>Adds a decimal field.</summary>
    public Request Field<T>(string name, int precision, int scale) => Add(name, typeof(T), new(precision, scale));

    /// <summary>The column that <c>r.Get&lt;T&gt;("name")</c> stands for.</summary>
    internal ColumnExpr? Resolve(Translator translator, Expression node)
    {
        if (node is not MethodCallExpression call || call.Method.DeclaringType != typeof(RequestRow)) return null;
        if (!Literals.IsClosed(call.Arguments[0]) || Literals.Evaluate(translator.Scope, call.Arguments[0]) is not string name)
            throw translator.Scope.Refuse(node, "needs a constant name.");
        if (fields.FirstOrDefault(f => f.Name == name) is not { } field)
            throw translator.Scope.Refuse(node, $"names a field that request {Name} lacks; it has {string.Join(", ", fields.Select(f => f.Name))}.");
        var isSame = TypeMap.Underlying(node.Type) == typeof(decimal)
            ? field.Type.Kind == TypeKind.Decimal
            : TypeMap.IsScalar(node.Type) && TypeMap.Of(node.Type, digits: null, name) == field.Type;
        if (!isSame) throw translator.Scope.Refuse(node, $"reads {name} as {TypeMap.Underlying(node.Type).Name}, but it is declared as {field.Type}.");
        return new(name, field.Type);
    }

    private Request Add(string name, Type type, DecimalAttribute? digits)
    {
        var place = $"Request {Name}";
        Names.RequireSnake(name, $"{place}: a field");
        Names.RequireFree(name, $"{place}: a field");
        Names.RequireDistinct(fields.Select(f => f.Name).Append(name), place, "fields");
        var field = new Field(name, TypeMap.Of(type, digits, $"{place}: field {name}"));
        if (field.Type.Kind == TypeKind.TimestampNtz) throw new DefinitionException($"{place}: field {name} is a DateTime, which has no zone; declare a DateTimeOffset.");
        fields.Add(field);
        return this;
    }
}
