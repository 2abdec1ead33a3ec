namespace Lakehouse.Serving.Internal.Security;

/// <summary>Names with <c>*</c> for any text, the empty one included.</summary>
internal static class Pattern
{
    /// <summary>Whether a whole name fits; in one pass that goes back to the last star, so that no pattern is slow.</summary>
    public static bool Fits(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        var (p, n, star, resume) = (0, 0, -1, 0);
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*') (star, resume) = (p++, n);
            else if (p < pattern.Length && pattern[p] == name[n]) (p, n) = (p + 1, n + 1);
            else if (star >= 0) (p, n) = (star + 1, ++resume);
            else return false;
        }

        return pattern[p..].IndexOfAnyExcept('*') < 0;
    }

    /// <summary>The same for <c>name@N</c>; a pattern without <c>@</c> is for all versions.</summary>
    public static bool FitsVersioned(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        if (pattern.Contains('@')) return Fits(pattern, name);
        var at = name.LastIndexOf('@');
        return Fits(pattern, at < 0 ? name : name[..at]);
    }
}
