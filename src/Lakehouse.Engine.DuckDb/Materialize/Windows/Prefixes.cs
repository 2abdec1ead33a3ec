namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>Prefix sums: entry i is the sum of the first i values, up to one constant that differences do not see.</summary>
internal sealed class Prefixes<T>
    where T : struct
{
    private T[] entries = new T[64];

    public T this[int index] => entries[index];

    /// <summary>The entries of no value up to all <paramref name="values"/>.</summary>
    public ReadOnlySpan<T> Through(int values) => entries.AsSpan(0, values + 1);

    /// <summary>The same with room for more values; the caller sets the entries after <paramref name="known"/>.</summary>
    public Span<T> Extend(int known, int values)
    {
        if (entries.Length <= values) Array.Resize(ref entries, Math.Max(values + 1, entries.Length * 2));
        if (known == 0) entries[0] = default;
        return entries.AsSpan(0, values + 1);
    }

    /// <summary>Drops the entries of the first values.</summary>
    public void Forget(int first, int kept) => entries.AsSpan(first, kept + 1).CopyTo(entries);
}
