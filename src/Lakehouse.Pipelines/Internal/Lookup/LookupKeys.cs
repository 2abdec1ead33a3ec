using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Pipelines.Internal.Lookup;

/// <summary>The names that a lookup gives values for.</summary>
internal static class LookupKeys
{
    /// <exception cref="JobException">A key of the set is missing, or a name is neither key nor input.</exception>
    public static void Check(SetDefinition set, IReadOnlyList<IReadOnlyDictionary<string, Value>> keys)
    {
        var wanted = $"Set {set.Id} has the keys {Names(set.Keys)}{(set.Inputs.IsEmpty ? "" : $" and the inputs {Names(set.Inputs)}")}.";
        foreach (var key in keys)
        {
            if (set.Keys.FirstOrDefault(k => !key.ContainsKey(k.Name)) is { } missing)
                throw new JobException(2, $"Key {missing.Name} is missing. {wanted} Write {missing.Name}=value.");
            if (key.Keys.FirstOrDefault(n => set.Keys.All(k => k.Name != n) && set.Inputs.All(i => i.Name != n)) is { } unknown)
                throw new JobException(2, $"{unknown} is neither a key nor an input. {wanted}");
        }
    }

    /// <summary>Per key the values of the fields, NULL where one is not given.</summary>
    public static IReadOnlyList<Value[]> Of(IReadOnlyList<Field> fields, IReadOnlyList<IReadOnlyDictionary<string, Value>> keys) =>
        [.. keys.Select(key => fields.Select(f => key.GetValueOrDefault(f.Name)).ToArray())];

    private static string Names(IEnumerable<Field> fields) => string.Join(", ", fields.Select(f => f.Name));
}
