using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Translation;

namespace Lakehouse.Features.Internal.Rules;

/// <summary>What a request's fields must be, and how features read them.</summary>
internal static class RequestRules
{
    /// <summary>A field that is added after others.</summary>
    internal static Field Field(string request, string name, ClrType type, (int Precision, int Scale)? digits, IEnumerable<string> others)
    {
        var place = $"Request {request}";
        Names.RequireSnake(name, $"{place}: a field");
        Names.RequireFree(name, $"{place}: a field");
        Names.RequireDistinct(others.Append(name), place, "fields");
        var field = new Field(name, TypeMap.Of(type, digits, $"{place}: field {name}"));
        if (field.Type.Kind == TypeKind.TimestampNtz)
            throw new DefinitionException(Rule.ColumnType, $"{place}: field {name} is a DateTime, which has no zone; declare a DateTimeOffset.");
        return field;
    }

    /// <summary>The column that <c>r.Get&lt;T&gt;("name")</c> stands for; null for other terms.</summary>
    internal static Expr? Resolve(Translator translator, Term term, string request, IReadOnlyList<Field> fields) =>
        Resolve(translator, term, ClrType.RequestRow, $"request {request}", fields);

    /// <summary>The column that a read by name from a row of the type stands for; null for other terms.</summary>
    internal static Expr? Resolve(Translator translator, Term term, string rowType, string owner, IReadOnlyList<Field> fields)
    {
        if (term is not CallTerm call || !call.DeclaringType.Is(rowType)) return null;
        if (!Literals.TryConstant<string>(translator.Scope, term, call.Arguments[0], out var name)) return OfUnknownName(translator, term);
        if (fields.FirstOrDefault(f => f.Name == name) is not { } field)
            throw translator.Scope.Refuse(Rule.RequestField, term, $"names a field that {owner} lacks; it has {string.Join(", ", fields.Select(f => f.Name))}.");
        if (term.Type.Is(ClrType.Decimal) ? field.Type.Kind != TypeKind.Decimal : TypeMap.Find(term.Type) != field.Type)
            throw translator.Scope.Refuse(Rule.RequestField, term, $"reads {name} as {term.Type.Simple}, but it is declared as {field.Type}. Read it as declared.");
        return new ColumnExpr(name, field.Type);
    }

    /// <summary>A column of the type that is read, where source text does not show which.</summary>
    internal static ColumnExpr OfUnknownName(Translator translator, Term term) => new("", term.Type.Is(ClrType.Decimal)
        ? DataType.Decimal(18, 0)
        : TypeMap.Find(term.Type) ?? throw translator.Scope.Refuse(Rule.RequestField, term, $"reads a field as {term.Type.Simple}, which no field is. Read it as declared."));
}
