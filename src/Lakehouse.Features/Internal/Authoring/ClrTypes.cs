using Lakehouse.Features.Internal.Translation;

namespace Lakehouse.Features.Internal.Authoring;

/// <summary>Names of loaded types.</summary>
internal static class ClrTypes
{
    internal static ClrType Of(Type type)
    {
        var underlying = Nullable.GetUnderlyingType(type);
        return new(Name(underlying ?? type), underlying is not null, (underlying ?? type).IsEnum);
    }

    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value) return Name(value) + "?";
        if (type.IsArray) return Name(type.GetElementType()!) + "[]";
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return $"System.Collections.Generic.IReadOnlyList<{Name(type.GetGenericArguments()[0])}>";
        var name = type.Name.IndexOf('`', StringComparison.Ordinal) is var arity and >= 0 ? type.Name[..arity] : type.Name;
        return type.DeclaringType is { } outer && !type.IsGenericParameter ? $"{Name(outer)}.{name}" : type.Namespace is { } space ? $"{space}.{name}" : name;
    }
}
