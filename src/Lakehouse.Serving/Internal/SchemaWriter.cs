using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online.Sets;

namespace Lakehouse.Serving.Internal;

/// <summary>Names and types of a set as the wire has them.</summary>
internal static class SchemaWriter
{
    public static V1.SetSchema Write(SetPlan plan) => new()
    {
        Features = { plan.Features.Select(f => Feature(f.Name, f.Type, f.View)) },
        Views = { plan.Views.Select(View) },
        Keys = { plan.Keys.Select(Field) },
        Inputs = { plan.Inputs.Select(Field) },
    };

    public static V1.FeatureInfo Feature(string name, DataType type, int? view)
    {
        var info = new V1.FeatureInfo { Name = name, Type = TypeOf(type), Scale = (uint)type.Scale, Precision = (uint)type.Precision };
        if (view is { } position) info.View = (uint)position;
        return info;
    }

    public static V1.ViewInfo View(EntityViewDefinition view)
    {
        var info = new V1.ViewInfo { Name = view.Id.Name, Version = (uint)view.Id.Version };
        if (view.TimeToLiveMicros is { } ttl) info.TimeToLive = ttl;
        return info;
    }

    public static V1.FieldInfo Field(Field field) =>
        new() { Name = field.Name, Type = TypeOf(field.Type), Scale = (uint)field.Type.Scale, Precision = (uint)field.Type.Precision };

    private static V1.DataType TypeOf(DataType type) => type.Kind switch
    {
        TypeKind.Bool => V1.DataType.Bool,
        TypeKind.Int64 => V1.DataType.Int64,
        TypeKind.Decimal => V1.DataType.Decimal,
        TypeKind.Double => V1.DataType.Double,
        TypeKind.String => V1.DataType.String,
        TypeKind.Timestamp => V1.DataType.Timestamp,
        TypeKind.Date => V1.DataType.Date,
        TypeKind.Binary => V1.DataType.Binary,
        TypeKind.DoubleList => V1.DataType.DoubleList,
        _ => throw new NotSupportedException($"{type} is not served."),
    };
}
