namespace Lakehouse.Catalog.Internal;

/// <summary>Which known key somebody may have meant.</summary>
internal static class SettingNames
{
    /// <summary>The known key or group nearest to an unknown one, by its whole name or its last part; null where none is near.</summary>
    public static string? Nearest(string unknown)
    {
        var wanted = Plain(unknown);
        var last = Plain(LastPart(unknown));
        var nearest = Setting.Known.Keys.Concat(Setting.Groups)
            .Select(key => (Key: key, Distance: Math.Min(Distance(wanted, Plain(key)), Distance(last, Plain(LastPart(key))))))
            .MinBy(candidate => candidate.Distance);
        return nearest.Distance <= Math.Max(1, last.Length / 3) ? nearest.Key : null;
    }

    private static string LastPart(string key) => key[(key.LastIndexOf('.') + 1)..];

    private static string Plain(string key) => key.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>Insertions, deletions and replacements that make one text the other (Levenshtein), row by row.</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
