using Lakehouse.Features.Internal.Translation;
using Microsoft.CodeAnalysis;

namespace Lakehouse.Analyzers.Internal.Reading;

/// <summary>Names of types in source, the same as those of loaded types.</summary>
internal static class SymbolTypes
{
    internal static ClrType Of(ITypeSymbol? type)
    {
        if (type is null) return new("");
        var underlying = Underlying(type);
        return new(Name(underlying ?? type), underlying is not null, (underlying ?? type).TypeKind == TypeKind.Enum);
    }

    /// <summary>The declaring type of a member; that of <c>Nullable&lt;T&gt;</c> is Nullable itself.</summary>
    internal static ClrType Declaring(ISymbol member) =>
        member.ContainingType is not { } type ? new("") : Underlying(type) is null ? Of(type) : new("System.Nullable");

    private static ITypeSymbol? Underlying(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : null;

    private static string Name(ITypeSymbol type)
    {
        if (Underlying(type) is { } value) return Name(value) + "?";
        if (type is IArrayTypeSymbol array) return Name(array.ElementType) + "[]";
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IReadOnlyList_T } list)
            return $"System.Collections.Generic.IReadOnlyList<{Name(list.TypeArguments[0])}>";
        if (type.ContainingType is { } outer && type.TypeKind != TypeKind.TypeParameter) return $"{Name(outer)}.{type.Name}";
        return type.ContainingNamespace is { IsGlobalNamespace: false } space ? $"{space.ToDisplayString()}.{type.Name}" : type.Name;
    }
}
