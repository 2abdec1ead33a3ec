namespace Lakehouse.Engine.DuckDb.Materialize.Instants;

/// <summary>Binary search in ascending numbers with repetitions.</summary>
internal static class Search
{
    /// <summary>Position of the first number greater than <paramref name="value"/>; the length when there is none.</summary>
    public static int FirstAfter(ReadOnlySpan<long> ascending, long value)
    {
        int low = 0, high = ascending.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (ascending[middle] <= value) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
