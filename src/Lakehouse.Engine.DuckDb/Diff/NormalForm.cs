using System.Runtime.CompilerServices;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Diff;

/// <summary>Gold rows in normal form (semantics §2), from rows sorted by key, valid_from and descending known_at.</summary>
/// <remarks>Of rows with one (key, valid_from) the first stays; then rows go that equal their predecessor of the key, and retracted rows that have none.</remarks>
/// <param name="columns">The compared columns: keys, valid_from, then the rest; known_at is not one of them.</param>
/// <param name="keys">Number of key columns.</param>
/// <param name="retracted">Position of the column retracted.</param>
internal sealed class NormalForm(IReadOnlyList<ComparedColumn> columns, int keys, int retracted)
{
    /// <summary>The rows that stay.</summary>
    public async IAsyncEnumerable<Value[]> ApplyAsync(IAsyncEnumerable<Value[]> rows, [EnumeratorCancellation] CancellationToken ct)
    {
        Value[]? previous = null;
        await foreach (var row in rows.WithCancellation(ct))
        {
            var sameKey = previous is not null && Same(previous, row, 0, keys);
            if (sameKey && Same(previous!, row, keys, keys + 1)) continue;
            var redundant = sameKey ? Same(previous!, row, keys + 1, columns.Count) : row[retracted].AsBool;
            previous = row;
            if (!redundant) yield return row;
        }
    }

    private bool Same(Value[] left, Value[] right, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (columns[i].Compare(left[i], right[i]) != 0) return false;
        }

        return true;
    }
}
