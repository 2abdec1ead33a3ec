using System.Text;

namespace Lakehouse.Cli.ClientCode;

/// <summary>Gives out identifiers, each once.</summary>
/// <param name="taken">What cannot be given.</param>
internal sealed class Identifiers(params IEnumerable<string> taken)
{
    private readonly HashSet<string> taken = [.. taken];

    /// <summary>An identifier for a name, and those that belong to it; an underscore is put behind it until none of them is taken.</summary>
    /// <param name="name">The wish.</param>
    /// <param name="suffixes">Behind the identifier, each names something more.</param>
    public string Take(string name, params IReadOnlyList<string> suffixes)
    {
        while (taken.Contains(name) || suffixes.Any(s => taken.Contains(name + s))) name += "_";
        taken.Add(name);
        foreach (var suffix in suffixes) taken.Add(name + suffix);
        return name;
    }

    /// <summary>Identifiers of features: the column's name where it is the only one of that name, else with the view before it.</summary>
    /// <param name="features">The features.</param>
    /// <param name="spell">Spells a name as the language does.</param>
    /// <param name="suffixes">As for <see cref="Take"/>.</param>
    public IReadOnlyList<string> TakeAll(IReadOnlyList<ClientField> features, Func<string, string> spell, params IReadOnlyList<string> suffixes)
    {
        var count = features.CountBy(f => spell(f.Name)).ToDictionary();
        return [.. features.Select(f => Take(count[spell(f.Name)] == 1 ? spell(f.Name) : spell(f.WireName), suffixes))];
    }

    /// <summary><c>delay_mean_1h</c> as <c>DelayMean1h</c>.</summary>
    public static string Pascal(string name)
    {
        var result = new StringBuilder();
        foreach (var word in name.Split(['_', '.'], StringSplitOptions.RemoveEmptyEntries)) result.Append(char.ToUpperInvariant(word[0])).Append(word, 1, word.Length - 1);
        return result.ToString();
    }

    /// <summary><c>delay_mean_1h</c> as <c>delayMean1h</c>.</summary>
    public static string Camel(string name) => Pascal(name) is var pascal ? char.ToLowerInvariant(pascal[0]) + pascal[1..] : name;

    /// <summary><c>view.column</c> as <c>view_column</c>.</summary>
    public static string Snake(string name) => name.Replace('.', '_');
}
