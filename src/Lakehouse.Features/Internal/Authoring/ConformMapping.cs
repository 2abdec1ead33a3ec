using System.Linq.Expressions;
using System.Reflection;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Translation;

namespace Lakehouse.Features.Internal.Authoring;

/// <summary>Compiles a contract record and its mapping lambda.</summary>
internal static class ConformMapping
{
    internal static (RecordShape Shape, ContractDefinition Contract) Compile<TRaw>(Source<TRaw> source, Type record, LambdaExpression mapping)
    {
        var attribute = record.GetCustomAttribute<ContractAttribute>()
            ?? throw new DefinitionException($"{record.Name} is no contract; add [Contract(\"name\", version: 1)] to it.");
        var id = Names.Versioned(attribute.Name, attribute.Version, $"Contract {record.Name}");
        var place = $"Contract {id}";
        var shape = RecordShape.Snake(record, place);
        CheckColumns(place, shape);

        var scope = new TranslationScope($"{place}, mapping", (translator, node) => source.Shape.Resolve(node) ?? Position(translator, source.Definition, node));
        var assigned = shape.Assignments(mapping.Body) ?? throw scope.Refuse(mapping.Body, $"is no new {record.Name}; a mapping is (r, source) => new {record.Name} {{ … }}.");
        var columns = shape.Columns.Select(column => Map(place, source, column, assigned)).ToArray();
        return (shape, new(id, source.Definition, [.. columns], Rules: []) { Description = record.GetCustomAttribute<DescriptionAttribute>()?.Text });
    }

    private static ContractColumn Map<TRaw>(string place, Source<TRaw> source, RecordColumn column, Dictionary<string, Expression> assigned)
    {
        var property = column.Property.Name;
        if (!assigned.TryGetValue(property, out var value))
            throw new DefinitionException($"{place}: the mapping leaves out {property}; assign it{(column.Field.Nullable ? ", or write null for no value yet" : "")}.");
        var scope = new TranslationScope($"{place}, {property}", (translator, node) => source.Shape.Resolve(node) ?? Position(translator, source.Definition, node));
        return new(column.Field.Name, column.Field.Type, column.Field.Nullable, RoleOf(column), new Translator(scope).Translate(value, column.Field.Type))
        {
            Unit = column.Find<UnitAttribute>()?.Unit,
            Description = column.Find<DescriptionAttribute>()?.Text,
        };
    }

    private static ColumnExpr? Position(Translator translator, SourceDefinition source, Expression node)
    {
        if (node is not MemberExpression { Expression: ParameterExpression } member || member.Member.DeclaringType != typeof(SourcePosition)) return null;
        if (source.Format.Kind == SourceKind.Delta)
            throw translator.Scope.Refuse(node, $"is not known for source {source.Name}: a Delta table is a set of rows whatever its files. Use a column that identifies the row.");
        return member.Member.Name == nameof(SourcePosition.File)
            ? new ColumnExpr(ContractDefinition.SourceFileColumn, DataType.String)
            : new ColumnExpr(ContractDefinition.SourceRowColumn, DataType.Int64);
    }

    private static void CheckColumns(string place, RecordShape shape)
    {
        foreach (var column in shape.Columns)
        {
            Names.RequireSnake(column.Field.Name, $"{place}: column {column.Property.Name}");
            if (column.Field.Type.Kind == TypeKind.TimestampNtz)
                throw new DefinitionException($"{place}: {column.Property.Name} is a DateTime, which has no zone; declare a DateTimeOffset and map it by .AsUtc().");
        }

        Names.RequireDistinct(shape.Columns.Select(c => c.Field.Name), place, "columns");
        var id = Single<EventIdAttribute>(place, shape, "[EventId]", "a unique id");
        if (id.Field.Type.Kind is not (TypeKind.String or TypeKind.Int64))
            throw new DefinitionException($"{place}: [EventId] {id.Property.Name} is {id.Field.Type}; an event id is text or an integer.");
        var time = Single<EventTimeAttribute>(place, shape, "[EventTime]", "when the event happened");
        if (time.Field.Type.Kind != TypeKind.Timestamp)
            throw new DefinitionException($"{place}: [EventTime] {time.Property.Name} is {time.Field.Type}; declare it as DateTimeOffset.");
    }

    private static RecordColumn Single<T>(string place, RecordShape shape, string attribute, string meaning)
        where T : Attribute
    {
        var found = shape.Columns.Where(c => c.Find<T>() is not null).ToList();
        if (found.Count != 1)
            throw new DefinitionException($"{place}: {shape.Type.Name} has {(found.Count == 0 ? "no" : "more than one")} {attribute}; put it on exactly one property, {meaning}.");
        if (found[0].Field.Nullable) throw new DefinitionException($"{place}: {attribute} {found[0].Property.Name} is nullable; declare it without '?'.");
        return found[0];
    }

    private static ColumnRole RoleOf(RecordColumn column) =>
        column.Find<EventIdAttribute>() is not null ? ColumnRole.EventId : column.Find<EventTimeAttribute>() is not null ? ColumnRole.EventTime : ColumnRole.Value;
}
