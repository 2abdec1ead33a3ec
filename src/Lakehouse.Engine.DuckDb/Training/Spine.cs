using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal.Rows;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Training;

/// <summary>The spine as a temporary table in the order of <see cref="RowColumn"/>; a row's position is its rowid.</summary>
internal sealed class Spine
{
    /// <summary>Name of the temporary table.</summary>
    public const string Table = "spine";

    /// <summary>Output column with the position of the row in the spine.</summary>
    public const string RowColumn = "spine_row";

    /// <summary>Column with the instant of the row.</summary>
    public const string TimestampColumn = "timestamp";

    private Spine(IReadOnlyList<SpineColumn> columns, long rows) => (Columns, Rows) = (columns, rows);

    /// <summary>The columns, <see cref="RowColumn"/> first.</summary>
    public IReadOnlyList<SpineColumn> Columns { get; }

    /// <summary>Number of rows.</summary>
    public long Rows { get; }

    /// <summary>Loads the spine.</summary>
    /// <param name="session">Where to.</param>
    /// <param name="sql">A SELECT whose rows come in the spine's order.</param>
    /// <param name="keys">The key columns that it must have.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="EngineException">A column is missing or has a type that cannot be joined or kept.</exception>
    public static Spine Load(DuckDbSession session, string sql, IReadOnlyList<Field> keys, CancellationToken ct)
    {
        var columns = Describe(session, sql);
        foreach (var key in keys) CheckKey(columns, key);
        CheckTimestamp(columns);
        var hasRow = columns.Exists(c => c.Name == RowColumn);
        var own = string.Join(", ", columns.Where(c => c.Name != RowColumn).Select(c => DuckDbSession.Identifier(c.Name)));
        session.Execute(
            hasRow
                ? $"CREATE TEMP TABLE {Table} AS SELECT {RowColumn}, {own} FROM ({sql}) ORDER BY {RowColumn}"
                : $"CREATE TEMP TABLE {Table} AS SELECT row_number() OVER () - 1 AS {RowColumn}, {own} FROM ({sql})",
            ct);
        if (hasRow) CheckRowColumn(session, columns.Find(c => c.Name == RowColumn)!);
        var row = new SpineColumn(RowColumn, new PrimitiveType("long"), DataType.Int64);
        return new([row, .. columns.Where(c => c.Name != RowColumn)], session.ScalarInt64($"SELECT count(*) FROM {Table}") ?? 0);
    }

    /// <summary>The column of that name, or null.</summary>
    public SpineColumn? Find(string name) => Columns.FirstOrDefault(c => c.Name == name);

    private static List<SpineColumn> Describe(DuckDbSession session, string sql)
    {
        var columns = new List<SpineColumn>();
        using var command = session.Connection.CreateCommand();
        command.CommandText = $"DESCRIBE SELECT * FROM ({sql})";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var (name, type) = (reader.GetString(0), reader.GetString(1));
            columns.Add(SpineColumn.TryCreate(name, type)
                ?? throw new EngineException($"Column '{name}' of the spine is {type}, which a training set cannot keep: cast it to a simple type, or leave it out."));
        }

        return columns;
    }

    private static void CheckKey(List<SpineColumn> columns, Field key)
    {
        var column = columns.Find(c => c.Name == key.Name)
            ?? throw new EngineException($"The spine has no column '{key.Name}' for the set's key; it has {string.Join(", ", columns.Select(c => c.Name))}.");
        if (column.ReadType.Kind != key.Type.Kind)
        {
            throw new EngineException(
                $"Column '{key.Name}' of the spine is {ColumnTypes.Name(column.StoredType)}, but the key is {key.Type}: cast it.");
        }
    }

    private static void CheckTimestamp(List<SpineColumn> columns)
    {
        var column = columns.Find(c => c.Name == TimestampColumn) ?? throw new EngineException($"The spine has no column '{TimestampColumn}': name the instant of each row so.");
        if (column.ReadType == DataType.Timestamp) return;
        var what = ColumnTypes.Name(column.StoredType);
        throw new EngineException(
            $"Column '{TimestampColumn}' of the spine is {what}, not an instant: give it a zone, for example by AT TIME ZONE 'UTC' or isAdjustedToUTC in Parquet.");
    }

    private static void CheckRowColumn(DuckDbSession session, SpineColumn column)
    {
        if (column.ReadType != DataType.Int64) throw new EngineException($"Column '{RowColumn}' of the spine must be an integer: it is the row's position.");
        if (session.ScalarInt64($"SELECT count(*) - count(DISTINCT {RowColumn}) FROM {Table}") is > 0 and var repeated)
        {
            throw new EngineException($"Column '{RowColumn}' of the spine has {repeated} rows without a position of their own: leave the column out, or number the rows.");
        }
    }
}
