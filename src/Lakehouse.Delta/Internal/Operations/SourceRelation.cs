using DuckDB.NET.Data;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Operations;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Operations;

/// <summary>Source rows as SQL.</summary>
/// <param name="Sql">A SELECT.</param>
/// <param name="Columns">Its columns; a type that Delta lacks has DuckDB's name.</param>
internal sealed record SourceRelation(string Sql, IReadOnlyList<TableColumn> Columns)
{
    public TableColumn? Find(string name) => Columns.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A query as a relation; DESCRIBE would call the type of a bare NULL integer, so the engine is asked of a row that does not exist.</summary>
    public static SourceRelation Of(string sql, DuckDbSession session, CancellationToken ct)
    {
        var names = session.Read($"DESCRIBE SELECT * FROM ({sql})", FirstColumn, ct);
        var types = string.Join(", ", names.Select(n => $"typeof({Identifier(n)})"));
        var texts = session.Read($"SELECT {types} FROM (SELECT 1) LEFT JOIN (SELECT * FROM ({sql}) LIMIT 0) ON true", FirstRow, ct);
        return new SourceRelation(sql, [.. names.Zip(texts, (n, t) => new TableColumn(n, DuckDbTypeText.Parse(t)))]);
    }

    /// <summary>The texts of a column.</summary>
    public static List<string> FirstColumn(DuckDBDataReader reader)
    {
        var texts = new List<string>();
        while (reader.Read()) texts.Add(reader.GetString(0));
        return texts;
    }

    /// <summary>The texts of a row.</summary>
    public static List<string> FirstRow(DuckDBDataReader reader)
    {
        reader.Read();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
    }
}

/// <summary>A query's rows.</summary>
/// <param name="sql">A SELECT.</param>
internal sealed class QuerySource(string sql) : RowSource
{
    internal override SourceRelation Open(DuckDbSession session, CancellationToken ct) => SourceRelation.Of(sql, session, ct);
}

/// <summary>Rows that the caller holds.</summary>
/// <param name="columns">Names.</param>
/// <param name="rows">Values by position.</param>
internal sealed class GivenRows(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<object?>> rows) : RowSource
{
    internal override SourceRelation Open(DuckDbSession session, CancellationToken ct)
    {
        if (rows.FirstOrDefault(r => r.Count != columns.Count) is { } odd)
            throw new DeltaException(DeltaErrorCode.SchemaMismatch, $"A row has {odd.Count} values for {columns.Count} columns; give each column one, or null.");
        if (rows.Count == 0) return SourceRelation.Of($"SELECT {string.Join(", ", columns.Select(c => $"NULL AS {Identifier(c)}"))} WHERE false", session, ct);
        for (var i = 0; i < columns.Count; i++) SqlValue.RequireSameAsDouble(columns[i], rows.Select(r => r[i]));
        var table = session.NextTemporaryName();
        var values = string.Join(", ", rows.Select(r => $"({string.Join(", ", r.Select(SqlValue.Literal))})"));
        session.Execute($"CREATE TEMP TABLE {table} AS SELECT * FROM (VALUES {values}) v({string.Join(", ", columns.Select((_, i) => $"c{i}"))})", ct);
        var named = columns.Select((c, i) => $"{(rows.All(r => r[i] is null) ? "NULL" : $"c{i}")} AS {Identifier(c)}");
        return SourceRelation.Of($"SELECT {string.Join(", ", named)} FROM {table}", session, ct);
    }
}
