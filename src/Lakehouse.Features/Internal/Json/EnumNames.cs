namespace Lakehouse.Features.Internal.Json;

/// <summary>Snake-case names of an enum's members in stored definitions; the golden hashes guard them.</summary>
internal static class EnumNames<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> Names = Enum.GetValues<T>().ToDictionary(v => v, v => SnakeCase.Of(v.ToString()));
    private static readonly Dictionary<string, T> Values = Names.ToDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);

    internal static string Of(T value) => Names[value];

    internal static T Parse(string name) => Values.TryGetValue(name, out var value) ? value : throw new FormatException($"'{name}' is no {typeof(T).Name} of this format.");
}
