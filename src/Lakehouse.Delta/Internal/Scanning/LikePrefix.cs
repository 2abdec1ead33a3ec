using System.Text;

namespace Lakehouse.Delta.Internal.Scanning;

/// <summary>What a pattern tells of the texts it matches: how they begin.</summary>
internal static class LikePrefix
{
    /// <summary>False only when no text between the bounds begins as the pattern does.</summary>
    public static bool MayMatch(ColumnBounds bounds, LikePredicate like)
    {
        var prefix = Of(like);
        if (prefix.Length == 0 || bounds.CompareMax(prefix) is < 0) return prefix.Length == 0;
        return bounds.Min is not Utf8Text min || bounds.CompareMin(prefix) <= 0 || min.StartsWith(prefix);
    }

    private static string Of(LikePredicate like)
    {
        var prefix = new StringBuilder();
        for (var i = 0; i < like.Pattern.Length; i++)
        {
            var c = like.Pattern[i];
            if (c == like.Escape && i + 1 < like.Pattern.Length) prefix.Append(like.Pattern[++i]);
            else if (c is '%' or '_') break;
            else prefix.Append(c);
        }

        return prefix.ToString();
    }
}
