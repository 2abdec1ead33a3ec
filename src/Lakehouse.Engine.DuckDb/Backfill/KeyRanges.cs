using System.Globalization;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Engine.DuckDb.Materialize.Planning;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Backfill;

/// <summary>Ranges of keys with about as many events each; gold's files stay sorted by key from one range to the next, as in one run.</summary>
/// <param name="keys">The entity's keys.</param>
internal sealed class KeyRanges(IReadOnlyList<Field> keys)
{
    /// <summary>Cuts the keys into at most so many ranges: one key is never cut.</summary>
    public static async Task<(IReadOnlyList<BackfillRange> Ranges, long NullKeyEvents)> CutAsync(
        IReadOnlyList<Field> keys, EventRelation events, Snapshot silver, RunScope scope, DuckDbSession session, Func<long, int> most, CancellationToken ct)
    {
        var layout = events.Layout;
        var relation = await events.SelectAsync(silver.Scan().Where(new ComparePredicate(events.TimeColumn, "<=", Instant.ToUtc(scope.FrontierMicros))));
        session.Execute($"CREATE TEMP TABLE key_counts AS SELECT {layout.KeyList}, count(*) AS n FROM {relation} GROUP BY {layout.KeyList}", ct);
        var nulls = session.ScalarInt64($"SELECT sum(n) FROM key_counts WHERE NOT ({layout.KeysPresent})") ?? 0;
        var total = session.ScalarInt64($"SELECT sum(n) FROM key_counts WHERE {layout.KeysPresent}") ?? 0;
        var parts = most(total);
        var ranges = new List<BackfillRange>();
        var before = 0L;
        session.Stream($"SELECT {layout.KeyList}, n FROM key_counts WHERE {layout.KeysPresent} ORDER BY {layout.KeyList}", chunk =>
        {
            var counts = chunk.Int64s(keys.Count);
            for (var row = 0; row < chunk.Rows; row++)
            {
                if (before >= (double)total * ranges.Count / parts) ranges.Add(new([.. keys.Select((key, k) => Code(chunk, key, k, row))], 0));
                before += counts[row];
                ranges[^1] = ranges[^1] with { Events = ranges[^1].Events + counts[row] };
            }
        }, ct);
        return (ranges, nulls);
    }

    /// <summary>SQL that is true for the keys of a range; keys must not be NULL.</summary>
    public string Condition(IReadOnlyList<BackfillRange> ranges, int number)
    {
        var from = number == 0 ? "true" : AtLeast(ranges[number].From, 0);
        return number == ranges.Count - 1 ? from : $"{from} AND NOT ({AtLeast(ranges[number + 1].From, 0)})";
    }

    private static string Code(DuckDbChunk chunk, Field key, int column, int row) => key.Type.Kind == TypeKind.String
        ? Convert.ToHexString(chunk.Bytes(column, row))
        : chunk.Int64s(column)[row].ToString(CultureInfo.InvariantCulture);

    /// <summary>Keys compare column by column, as the sort has them.</summary>
    private string AtLeast(IReadOnlyList<string> key, int column)
    {
        var value = Literal(key[column], keys[column]);
        return column == keys.Count - 1 ? $"k{column} >= {value}" : $"(k{column} > {value} OR (k{column} = {value} AND {AtLeast(key, column + 1)}))";
    }

    /// <summary>Text goes as bytes, so that any character may be in it; what is no code of a key is refused.</summary>
    private static string Literal(string code, Field key) => key.Type.Kind == TypeKind.String
        ? $"decode(unhex('{Convert.ToHexString(Convert.FromHexString(code))}'))"
        : $"({long.Parse(code, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)})::BIGINT";
}
