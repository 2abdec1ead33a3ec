using System.Reflection;
using Lakehouse.Features.Internal.Rules;

namespace Lakehouse.Features.Internal.Authoring;

/// <summary>Reads authors' records by reflection.</summary>
internal static class RecordReader
{
    /// <summary>A raw record: columns have the properties' own names.</summary>
    internal static RecordShape Raw(Type type, string place) => Read(type, place, name => name);

    /// <summary>A contract or key record: columns have the properties' names in snake case.</summary>
    internal static RecordShape Snake(Type type, string place) => Read(type, place, SnakeCase.Of);

    private static RecordShape Read(Type type, string place, Func<string, string> nameOf)
    {
        var nullability = new NullabilityInfoContext();
        var parameters = type.GetConstructors().SelectMany(c => c.GetParameters()).Where(p => p.Name is not null).ToLookup(p => p.Name!, StringComparer.Ordinal);
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0);
        var columns = properties.Select(property => Column(type, property, parameters[property.Name].SelectMany(p => p.GetCustomAttributes()), place, nameOf, nullability));
        return new RecordShape(ClrTypes.Of(type), [.. columns]).RequireColumns(place);
    }

    private static RecordColumn Column(
        Type type, PropertyInfo property, IEnumerable<Attribute> ofParameter, string place, Func<string, string> nameOf, NullabilityInfoContext nullability)
    {
        Attribute[] attributes = [.. property.GetCustomAttributes(), .. ofParameter];
        var name = attributes.OfType<ColumnAttribute>().FirstOrDefault()?.Name ?? nameOf(property.Name);
        var digits = attributes.OfType<DecimalAttribute>().Select(d => ((int, int)?)(d.Precision, d.Scale)).FirstOrDefault();
        var columnType = TypeMap.Of(ClrTypes.Of(property.PropertyType), digits, $"{place}: property {type.Name}.{property.Name}");
        return new(property.Name, new(name, columnType, IsNullable(property, nullability)))
        {
            IsEventId = attributes.OfType<EventIdAttribute>().Any(),
            IsEventTime = attributes.OfType<EventTimeAttribute>().Any(),
            Unit = attributes.OfType<UnitAttribute>().FirstOrDefault()?.Unit,
            Description = attributes.OfType<DescriptionAttribute>().FirstOrDefault()?.Text,
        };
    }

    private static bool IsNullable(PropertyInfo property, NullabilityInfoContext context) =>
        property.PropertyType.IsValueType ? Nullable.GetUnderlyingType(property.PropertyType) is not null : context.Create(property).ReadState == NullabilityState.Nullable;
}
