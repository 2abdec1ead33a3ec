using System.Globalization;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Operations;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Operations;

/// <summary>The staged rows of a merge.</summary>
/// <param name="Relation">The source as given.</param>
/// <param name="Table">The temporary table of its rows.</param>
/// <param name="Keys">The key columns of the target.</param>
/// <param name="Rows">Number of rows.</param>
internal sealed record MergeSource(SourceRelation Relation, string Table, IReadOnlyList<TableColumn> Keys, long Rows)
{
    /// <summary>The number of a row in the staged table.</summary>
    public const string RowColumn = "__lakehouse_source_row";

    /// <exception cref="DeltaException">A key column is missing on a side, or its types differ so that values could compare as equal that are not.</exception>
    public static MergeSource Stage(Merge merge, Snapshot read, DuckDbSession session, CancellationToken ct)
    {
        if (merge.Keys.Count == 0) throw new DeltaException(DeltaErrorCode.SchemaMismatch, $"A merge into table '{read.Table.Path}' needs a key column.");
        var relation = merge.Source.Open(session, ct);
        var keys = merge.Keys.Select(k => Key(k, read, relation)).ToList();
        var table = session.NextTemporaryName();

        // As the target's type a key has the target's order and equality: an enum is ordered by its declaration, and a text compared with a UUID becomes one.
        var cast = string.Join(", ", keys.DistinctBy(k => k.Name).Select(k => $"CAST({Identifier(k.Name)} AS {k.Type.DuckDbType}) AS {Identifier(k.Name)}"));
        session.Execute($"CREATE TEMP TABLE {table} AS SELECT * REPLACE ({cast}), row_number() OVER () AS {RowColumn} FROM ({relation.Sql})", ct);
        return new MergeSource(relation, table, keys, session.ScalarInt64($"SELECT count(*) FROM {table}") ?? 0);
    }

    /// <summary>The condition that every target row with a match meets; null when the keys' types have no literals.</summary>
    public ScanPredicate? KeyRange(Snapshot read, DuckDbSession session, CancellationToken ct)
    {
        if (Rows == 0) return null;
        ScanPredicate? all = null;
        foreach (var key in Keys)
        {
            var name = Identifier(key.Name);
            var bounds = session.Read(
                $"SELECT CAST(min({name}) AS VARCHAR), CAST(max({name}) AS VARCHAR) FROM {Table}",
                reader => reader.Read() && !reader.IsDBNull(0) ? (Low: reader.GetString(0), High: reader.GetString(1)) : default((string Low, string High)?),
                ct);
            if (bounds is not { } found || Literal(key, found.Low) is not { } low || Literal(key, found.High) is not { } high) continue;
            var range = new AndPredicate(new ComparePredicate(key.Name, ">=", low), new ComparePredicate(key.Name, "<=", high));
            all = all is null ? range : new AndPredicate(all, range);
        }

        return all;
    }

    private static TableColumn Key(string name, Snapshot read, SourceRelation source)
    {
        if (read.Schema.Find(name) is not { Type: PrimitiveType } target)
        {
            throw new DeltaException(
                DeltaErrorCode.SchemaMismatch,
                $"Merge key '{name}' is no plain column of table '{read.Table.Path}'.");
        }

        if (source.Find(name) is not { } given)
        {
            throw new DeltaException(
                DeltaErrorCode.SchemaMismatch,
                $"The source of the merge into table '{read.Table.Path}' lacks the key '{name}'.");
        }

        if (TypeFit.Misfit(name, given.Type, target.Type) is { } misfit)
            throw new DeltaException(DeltaErrorCode.SchemaMismatch, $"The key of the merge does not fit table '{read.Table.Path}': {misfit}. Cast it in the source.");
        return target;
    }

    private static object? Literal(TableColumn key, string text) => ((PrimitiveType)key.Type).Name switch
    {
        "string" => text,
        "long" or "integer" or "short" or "byte" => long.Parse(text, CultureInfo.InvariantCulture),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null,
        _ => null,
    };
}
