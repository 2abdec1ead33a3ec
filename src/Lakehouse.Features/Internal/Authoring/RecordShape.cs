using System.Linq.Expressions;
using System.Reflection;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Internal.Authoring;

/// <summary>The columns of an author's record: raw, contract or key.</summary>
internal sealed class RecordShape
{
    private RecordShape(Type type, IReadOnlyList<RecordColumn> columns)
    {
        Type = type;
        Columns = columns;
    }

    internal Type Type { get; }

    internal IReadOnlyList<RecordColumn> Columns { get; }

    /// <summary>A raw record: columns have the properties' own names.</summary>
    internal static RecordShape Raw(Type type, string place) => Read(type, place, name => name);

    /// <summary>A contract or key record: columns have the properties' names in snake case.</summary>
    internal static RecordShape Snake(Type type, string place) => Read(type, place, SnakeCase.Of);

    internal RecordColumn? Find(string property) => Columns.FirstOrDefault(c => c.Property.Name == property);

    /// <summary>The column that a member access on a row of this record stands for.</summary>
    internal ColumnExpr? Resolve(Expression node) =>
        node is MemberExpression { Expression: ParameterExpression row } member && row.Type == Type && Find(member.Member.Name) is { } column
            ? new ColumnExpr(column.Field.Name, column.Field.Type)
            : null;

    /// <summary>The expression that a <c>new</c> gives each property; null where the node is no <c>new</c> of this record.</summary>
    internal Dictionary<string, Expression>? Assignments(Expression node)
    {
        var creation = node as NewExpression ?? (node as MemberInitExpression)?.NewExpression;
        if (creation?.Type != Type) return null;
        var assigned = new Dictionary<string, Expression>(StringComparer.Ordinal);
        var parameters = creation.Constructor?.GetParameters() ?? [];
        for (var i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].Name is { } name) assigned[name] = creation.Arguments[i];
        }

        if (node is MemberInitExpression initializer)
        {
            foreach (var binding in initializer.Bindings.OfType<MemberAssignment>()) assigned[binding.Member.Name] = binding.Expression;
        }

        return assigned;
    }

    private static RecordShape Read(Type type, string place, Func<string, string> nameOf)
    {
        var nullability = new NullabilityInfoContext();
        var parameters = type.GetConstructors().SelectMany(c => c.GetParameters()).Where(p => p.Name is not null).ToLookup(p => p.Name!, StringComparer.Ordinal);
        var columns = new List<RecordColumn>();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0))
        {
            Attribute[] attributes = [.. property.GetCustomAttributes(), .. parameters[property.Name].SelectMany(p => p.GetCustomAttributes())];
            var name = attributes.OfType<ColumnAttribute>().FirstOrDefault()?.Name ?? nameOf(property.Name);
            var columnType = TypeMap.Of(property.PropertyType, attributes.OfType<DecimalAttribute>().FirstOrDefault(), $"{place}: property {type.Name}.{property.Name}");
            columns.Add(new(property, new(name, columnType, IsNullable(property, nullability)), attributes));
        }

        return columns.Count > 0 ? new(type, columns) : throw new DefinitionException($"{place}: {type.Name} has no public properties, so it describes no columns.");
    }

    private static bool IsNullable(PropertyInfo property, NullabilityInfoContext context) =>
        property.PropertyType.IsValueType ? Nullable.GetUnderlyingType(property.PropertyType) is not null : context.Create(property).ReadState == NullabilityState.Nullable;
}
