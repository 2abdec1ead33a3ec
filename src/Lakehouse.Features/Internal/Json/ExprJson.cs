using System.Text.Json.Nodes;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Internal.Json;

/// <summary>Expressions as JSON. Literals are text, so that no reader rounds them.</summary>
internal static class ExprJson
{
    internal static JsonObject Write(Expr expression)
    {
        var node = expression switch
        {
            ColumnExpr column => new JsonObject { ["column"] = column.Name },
            LiteralExpr literal => new JsonObject { ["literal"] = literal.Value.IsNull ? null : ValueText.Of(literal.Value, literal.Type) },
            CallExpr call => new JsonObject { ["call"] = EnumNames<Function>.Of(call.Function), ["arguments"] = call.Arguments.Select(Write).ToJson() },
            AggregateExpr aggregate => new JsonObject { ["aggregate"] = EnumNames<Aggregate>.Of(aggregate.Aggregate) }
                .With("argument", aggregate.Argument is { } argument ? Write(argument) : null)
                .With("filter", aggregate.Filter is { } filter ? Write(filter) : null),
            _ => throw new InvalidOperationException($"No stored form of {expression.GetType().Name}."),
        };
        node["type"] = expression.Type.ToString();
        return node;
    }

    internal static Expr Read(JsonNode? node)
    {
        if (node is not JsonObject owner) throw new FormatException("An expression is not an object.");
        var type = ReadType(owner);
        if (owner.OptionalText("column") is { } column) return new ColumnExpr(column, type);
        if (owner.ContainsKey("literal")) return new LiteralExpr(owner["literal"] is null ? Value.Null : ReadLiteral(owner.Text("literal"), type), type);
        if (owner.OptionalText("call") is { } call) return new CallExpr(EnumNames<Function>.Parse(call), [.. owner.Array("arguments").Select(Read)], type);
        if (owner.OptionalText("aggregate") is { } aggregate)
            return new AggregateExpr(EnumNames<Aggregate>.Parse(aggregate), ReadOptional(owner["argument"]), ReadOptional(owner["filter"]), type);
        throw new FormatException("An expression is neither column, literal, call nor aggregate.");
    }

    private static Expr? ReadOptional(JsonNode? node) => node is null ? null : Read(node);

    internal static bool IsExpression(JsonObject node) =>
        node.ContainsKey("type") && (node.ContainsKey("literal") || node.ContainsKey("column") || node.ContainsKey("call") || node.ContainsKey("aggregate"));

    internal static DataType ReadType(JsonObject owner)
    {
        var text = owner.Text("type");
        try
        {
            return DataType.Parse(text);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new FormatException($"'{text}' is not a type.", e);
        }
    }

    private static Value ReadLiteral(string text, DataType type)
    {
        try
        {
            return ValueParse.Of(text, type);
        }
        catch (OverflowException e)
        {
            throw new FormatException($"A literal of {type} is out of range.", e);
        }
    }
}
