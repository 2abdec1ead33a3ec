using System.Text;
using System.Text.RegularExpressions;

namespace Lakehouse.Features.Internal;

/// <summary>The house's spelling of names in tables: words in lower case, joined by single underscores.</summary>
internal static partial class SnakeCase
{
    /// <summary>Snake case of a C# name: <c>DelayMinutes</c> and <c>delayMinutes</c> give <c>delay_minutes</c>, <c>FlightID</c> gives <c>flight_id</c>.</summary>
    internal static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = i > 0 && char.IsUpper(name[i]) && name[i - 1] != '_' && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord) text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    internal static bool Is(string name) => Pattern().IsMatch(name);

    [GeneratedRegex("^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
