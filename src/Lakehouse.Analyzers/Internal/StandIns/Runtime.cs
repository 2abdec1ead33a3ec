namespace System
{
    /// <summary>Combines hash codes.</summary>
    internal static class HashCode
    {
        internal static int Combine<T1, T2>(T1 first, T2 second) => ((first?.GetHashCode() ?? 0) * 31) + (second?.GetHashCode() ?? 0);
    }

    /// <summary>Checks of arguments that newer runtimes have.</summary>
    internal static class ArgumentChecks
    {
        extension(ArgumentOutOfRangeException)
        {
            internal static void ThrowIfLessThan(int value, int least)
            {
                if (value < least) throw new ArgumentOutOfRangeException(nameof(value));
            }

            internal static void ThrowIfGreaterThan(int value, int greatest)
            {
                if (value > greatest) throw new ArgumentOutOfRangeException(nameof(value));
            }

            internal static void ThrowIfNegative(int value) => ArgumentOutOfRangeException.ThrowIfLessThan(value, 0);
        }

        extension(string text)
        {
            internal bool EndsWith(char last) => text.Length > 0 && text[text.Length - 1] == last;
        }
    }

    /// <summary>A place in a sequence.</summary>
    internal readonly struct Index(int value, bool fromEnd = false)
    {
        public static implicit operator Index(int value) => new(value);

        public int GetOffset(int length) => fromEnd ? length - value : value;
    }

    /// <summary>A part of a sequence.</summary>
    internal readonly struct Range(Index start, Index end)
    {
        public Index Start { get; } = start;

        public Index End { get; } = end;
    }
}

namespace System.Runtime.CompilerServices
{
    /// <summary>Marks setters of init-only properties.</summary>
    internal static class IsExternalInit;
}
