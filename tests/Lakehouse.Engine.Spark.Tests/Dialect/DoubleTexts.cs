using System.Globalization;

namespace Lakehouse.Engine.Spark.Tests.Dialect;

/// <summary>Texts with doubles in them: Java and .NET write some doubles with other digits, and both texts tell the same bits.</summary>
internal static class DoubleTexts
{
    private static readonly char[] Separators = [' ', ',', '[', ']'];

    /// <summary>Whether two texts hold the same words and the same bits of numbers.</summary>
    internal static bool AreSame(string first, string second) => Words(first).SequenceEqual(Words(second));

    private static IEnumerable<object> Words(string text) => text.Split(Separators, StringSplitOptions.RemoveEmptyEntries)
        .Select(word => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? (object)BitConverter.DoubleToInt64Bits(number)
            : word.ToLowerInvariant());
}
