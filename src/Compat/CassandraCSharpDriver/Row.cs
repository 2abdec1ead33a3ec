using System.Collections;
using Cassandra.Internal.Wire;

namespace Cassandra;

/// <summary>A row of a result; values are decoded when they are asked for.</summary>
public class Row : IEnumerable<object?>
{
    private readonly RowPage page;
    private readonly int index;

    internal Row(RowPage page, int index)
    {
        this.page = page;
        this.index = index;
    }

    /// <summary>How many columns it has.</summary>
    public int Length => page.Metadata.Columns.Length;

    /// <summary>The value of a column as its default CLR type.</summary>
    public object? this[int index] => GetValue(page.Metadata.Columns[index].Type, index);

    /// <summary>The value of a column as its default CLR type.</summary>
    public object? this[string name] => this[IndexOf(name)];

    /// <summary>Whether the cell is null.</summary>
    /// <exception cref="KeyNotFoundException">The row has no such column.</exception>
    public bool IsNull(string name) => IsNull(page.Metadata.TryIndexOf(name, out var column) ? column : throw NoSuchKey(name));

    /// <summary>Whether the cell is null.</summary>
    public virtual bool IsNull(int index) => page.IsNull(this.index, index);

    /// <summary>The column of a name; null when there is none.</summary>
    public CqlColumn? GetColumn(string name) => page.Metadata.TryIndexOf(name, out var column) ? page.Metadata.Columns[column] : null;

    /// <summary>The value of a column as a CLR type.</summary>
    /// <exception cref="InvalidCastException">The column's type cannot be read as that type.</exception>
    public object? GetValue(Type type, int index) => page.Decode(this.index, index, type);

    /// <summary>The value of a column as a CLR type.</summary>
    /// <exception cref="KeyNotFoundException">The row has no such column.</exception>
    /// <exception cref="InvalidCastException">The column's type cannot be read as that type.</exception>
    public object? GetValue(Type type, string name) => GetValue(type, page.Metadata.TryIndexOf(name, out var column) ? column : throw NoSuchKey(name));

    /// <summary>The value of a column as a CLR type; take a nullable one where the cell may be null.</summary>
    /// <exception cref="NullReferenceException">The cell is null and the type has no null.</exception>
    /// <exception cref="InvalidCastException">The column's type cannot be read as that type.</exception>
    public virtual T GetValue<T>(int index) => page.Decode<T>(this.index, index);

    /// <summary>The value of a column as a CLR type; take a nullable one where the cell may be null.</summary>
    /// <exception cref="ArgumentException">The row has no such column.</exception>
    /// <exception cref="NullReferenceException">The cell is null and the type has no null.</exception>
    /// <exception cref="InvalidCastException">The column's type cannot be read as that type.</exception>
    public virtual T GetValue<T>(string name) => GetValue<T>(IndexOf(name));

    /// <summary>The values in order, as their default CLR types.</summary>
    public IEnumerator<object?> GetEnumerator()
    {
        for (var i = 0; i < Length; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int IndexOf(string name) => page.Metadata.TryIndexOf(name, out var column) ? column : throw new ArgumentException($"Column {name} not found", nameof(name));

    private static KeyNotFoundException NoSuchKey(string name) => new($"Column {name} not found");
}
