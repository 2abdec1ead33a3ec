namespace Lakehouse.Notebooks;

/// <summary>The rows of a query, in memory.</summary>
/// <param name="Columns">Column names.</param>
/// <param name="Rows">Values by column; null for NULL.</param>
public sealed record Frame(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    /// <summary>A column's values as numbers; NULL is NaN.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public double[] Numbers(string column) => [.. Values(column).Select(v => v is null ? double.NaN : Convert.ToDouble(v, System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>A column's values as UTC times; NULL is not allowed.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public DateTime[] Times(string column) => [.. Values(column).Select(v => (DateTime)v!)];

    /// <summary>A column's values.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public IEnumerable<object?> Values(string column)
    {
        var position = Columns.ToList().IndexOf(column);
        return position >= 0
            ? Rows.Select(r => r[position])
            : throw new ArgumentException($"There is no column '{column}'; there are {string.Join(", ", Columns)}.", nameof(column));
    }
}
