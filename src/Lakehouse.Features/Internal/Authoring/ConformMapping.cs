using System.Linq.Expressions;
using System.Reflection;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Internal.Rules;
using Lakehouse.Features.Internal.Translation;

namespace Lakehouse.Features.Internal.Authoring;

/// <summary>Compiles a contract record and its mapping lambda.</summary>
internal static class ConformMapping
{
    internal static (RecordShape Shape, ContractDefinition Contract) Compile<TRaw>(Source<TRaw> source, Type record, LambdaExpression mapping)
    {
        var attribute = record.GetCustomAttribute<ContractAttribute>()
            ?? throw new DefinitionException(Rule.EventRoles, $"{record.Name} is no contract; add [Contract(\"name\", version: 1)] to it.");
        var id = Names.Versioned(attribute.Name, attribute.Version, $"Contract {record.Name}");
        var place = $"Contract {id}";
        var shape = RecordReader.Snake(record, place);
        ContractRules.CheckColumns(place, shape);

        var assigned = ContractRules.Assignments(Scope(source, $"{place}, mapping"), shape, TermReader.Body(mapping));
        var columns = shape.Columns.Select(column => Map(place, source, column, assigned)).ToArray();
        return (shape, new(id, source.Definition, [.. columns], Rules: []) { Description = record.GetCustomAttribute<DescriptionAttribute>()?.Text });
    }

    private static ContractColumn Map<TRaw>(string place, Source<TRaw> source, RecordColumn column, IReadOnlyDictionary<string, Term> assigned)
    {
        var value = ContractRules.Assigned(place, assigned, column);
        var mapping = new Translator(Scope(source, $"{place}, {column.Property}")).Translate(value, column.Field.Type);
        return new(column.Field.Name, column.Field.Type, column.Field.Nullable, RoleOf(column), mapping) { Unit = column.Unit, Description = column.Description };
    }

    private static TranslationScope Scope<TRaw>(Source<TRaw> source, string place)
    {
        var isDelta = source.Definition.Format.Kind == SourceKind.Delta;
        return new(place, TermReader.Print, (translator, term) => source.Shape.Resolve(term) ?? ContractRules.Position(translator, term, source.Definition.Name, isDelta));
    }

    private static ColumnRole RoleOf(RecordColumn column) => column.IsEventId ? ColumnRole.EventId : column.IsEventTime ? ColumnRole.EventTime : ColumnRole.Value;
}
