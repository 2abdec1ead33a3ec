using Lakehouse.Features.Internal;
using Lakehouse.Features.Internal.Rules;
using Microsoft.CodeAnalysis;

namespace Lakehouse.Analyzers.Internal.Reading;

/// <summary>Reads authors' records from source, as apply does by reflection.</summary>
internal static class SymbolRecords
{
    private const string Attributes = "Lakehouse.Features.";

    /// <summary>A raw record: columns have the properties' own names.</summary>
    internal static RecordShape Raw(ITypeSymbol type, string place) => Read(type, place, name => name);

    /// <summary>A contract or key record: columns have the properties' names in snake case.</summary>
    internal static RecordShape Snake(ITypeSymbol type, string place) => Read(type, place, SnakeCase.Of);

    /// <summary>The name and version of a contract record; null where it is none.</summary>
    internal static (string Name, int Version)? ContractOf(ITypeSymbol type) =>
        Find(type.GetAttributes(), "ContractAttribute") is { ConstructorArguments: { Length: 2 } arguments }
        && arguments[0].Value is string name && arguments[1].Value is int version
            ? (name, version)
            : null;

    private static RecordShape Read(ITypeSymbol type, string place, Func<string, string> nameOf)
    {
        var parameters = (type as INamedTypeSymbol)?.InstanceConstructors.SelectMany(c => c.Parameters).ToLookup(p => p.Name, StringComparer.Ordinal);
        var columns = new List<RecordColumn>();
        foreach (var property in Properties(type))
        {
            var ofParameter = parameters?[property.Name].SelectMany(p => p.GetAttributes()) ?? [];
            columns.Add(Column(type, property, [.. property.GetAttributes(), .. ofParameter], place, nameOf));
        }

        return new RecordShape(SymbolTypes.Of(type), columns).RequireColumns(place);
    }

    private static IEnumerable<IPropertySymbol> Properties(ITypeSymbol type)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var level = type; level is not null; level = level.BaseType)
        {
            foreach (var property in level.GetMembers().OfType<IPropertySymbol>())
            {
                if (property is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsIndexer: false } && seen.Add(property.Name)) yield return property;
            }
        }
    }

    private static RecordColumn Column(ITypeSymbol type, IPropertySymbol property, IReadOnlyList<AttributeData> attributes, string place, Func<string, string> nameOf)
    {
        var name = Find(attributes, "ColumnAttribute")?.ConstructorArguments.FirstOrDefault().Value as string ?? nameOf(property.Name);
        var digits = Find(attributes, "DecimalAttribute")?.ConstructorArguments is { Length: 2 } found && found[0].Value is int precision && found[1].Value is int scale
            ? (precision, scale)
            : ((int, int)?)null;
        var clrType = SymbolTypes.Of(property.Type);
        var isNullable = property.Type.IsValueType ? clrType.IsNullable : property.NullableAnnotation == NullableAnnotation.Annotated;
        return new(property.Name, new(name, TypeOf(clrType, digits, $"{place}: property {type.Name}.{property.Name}", property.Name), isNullable))
        {
            IsEventId = Find(attributes, "EventIdAttribute") is not null,
            IsEventTime = Find(attributes, "EventTimeAttribute") is not null,
        };
    }

    private static Features.DataType TypeOf(Features.Internal.Translation.ClrType type, (int, int)? digits, string place, string property)
    {
        try
        {
            return TypeMap.Of(type, digits, place);
        }
        catch (Features.DefinitionException refusal)
        {
            throw new Features.DefinitionException(refusal.Rule, refusal.Message) { Part = property };
        }
    }

    private static AttributeData? Find(IReadOnlyList<AttributeData> attributes, string name) =>
        attributes.FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == Attributes + name);
}
