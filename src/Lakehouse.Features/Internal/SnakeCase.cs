using System.Text;

namespace Lakehouse.Features.Internal;

/// <summary>The house's spelling of names in tables: words in lower case, joined by single underscores.</summary>
internal static class SnakeCase
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

    /// <summary>True for <c>[a-z][a-z0-9]*(_[a-z0-9]+)*</c>.</summary>
    internal static bool Is(string name)
    {
        if (name.Length == 0 || name[0] is < 'a' or > 'z') return false;
        for (var i = 1; i < name.Length; i++)
        {
            var isSeparator = name[i] == '_' && name[i - 1] != '_' && i + 1 < name.Length;
            if (!isSeparator && !IsLetterOrDigit(name[i])) return false;
        }

        return true;
    }

    /// <summary>True for ASCII letters in lower case and digits.</summary>
    internal static bool IsLetterOrDigit(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9');
}
