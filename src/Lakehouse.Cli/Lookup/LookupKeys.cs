using System.Text.Json;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Cli.Lookup;

/// <summary>The keys of a lookup, from the command line or from a file with one JSON object a line.</summary>
internal static class LookupKeys
{
    /// <summary>Reads <c>name=value</c> pairs: all keys of the set, any of its inputs.</summary>
    /// <exception cref="UsageException">A name that the set lacks, a key that is missing, a value of another type.</exception>
    public static IReadOnlyDictionary<string, Value> FromPairs(SetDefinition set, IReadOnlyList<string> pairs)
    {
        var values = new Dictionary<string, Value>();
        foreach (var pair in pairs)
        {
            var equals = pair.IndexOf('=');
            if (equals <= 0) throw new UsageException($"'{pair}' is not of the form name=value; {Expectation(set)}");
            var field = Find(set, pair[..equals]);
            if (!values.TryAdd(field.Name, KeyText.Parse(field, pair[(equals + 1)..]))) throw new UsageException($"{field.Name} is given twice; for several keys use --keys-file.");
        }

        return Complete(set, values, "");
    }

    /// <summary>Reads one JSON object a line; null is NULL.</summary>
    /// <exception cref="UsageException">As <see cref="FromPairs"/>, with the line.</exception>
    public static async Task<IReadOnlyList<IReadOnlyDictionary<string, Value>>> FromFileAsync(SetDefinition set, string path, CancellationToken ct)
    {
        if (!File.Exists(path)) throw new UsageException($"--keys-file: file '{path}' does not exist.");
        var keys = new List<IReadOnlyDictionary<string, Value>>();
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(path, ct))
        {
            number++;
            if (line.AsSpan().Trim().IsEmpty) continue;
            try
            {
                using var document = JsonDocument.Parse(line);
                keys.Add(FromObject(set, document.RootElement));
            }
            catch (Exception e) when (e is JsonException or UsageException or InvalidOperationException)
            {
                throw new UsageException($"--keys-file: line {number} of '{path}': {e.Message}");
            }
        }

        return keys;
    }

    private static IReadOnlyDictionary<string, Value> FromObject(SetDefinition set, JsonElement line)
    {
        var values = new Dictionary<string, Value>();
        foreach (var property in line.EnumerateObject())
        {
            var field = Find(set, property.Name);
            values[field.Name] = property.Value.ValueKind switch
            {
                JsonValueKind.Null => Value.Null,
                JsonValueKind.String => KeyText.Parse(field, property.Value.GetString()!),
                _ => KeyText.Parse(field, property.Value.GetRawText()),
            };
        }

        return Complete(set, values, " (null for NULL)");
    }

    private static Field Find(SetDefinition set, string name) =>
        set.Keys.Concat(set.Inputs).FirstOrDefault(f => f.Name == name) ?? throw new UsageException($"{set.Id} has no key or input '{name}'; {Expectation(set)}");

    private static Dictionary<string, Value> Complete(SetDefinition set, Dictionary<string, Value> values, string hint)
    {
        var missing = set.Keys.Where(k => !values.ContainsKey(k.Name)).Select(k => k.Name).ToList();
        return missing.Count == 0 ? values : throw new UsageException($"Key {string.Join(", ", missing)} is missing{hint}; {Expectation(set)}");
    }

    private static string Expectation(SetDefinition set) =>
        $"{set.Id} takes the keys {string.Join(", ", set.Keys.Select(k => $"{k.Name} ({k.Type})"))}"
        + (set.Inputs.Length > 0 ? $" and the inputs {string.Join(", ", set.Inputs.Select(k => $"{k.Name} ({k.Type})"))}." : ".");
}
