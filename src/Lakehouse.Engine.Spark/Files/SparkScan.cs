using System.Globalization;
using Lakehouse.Delta;
using Lakehouse.Engine.Spark.Dialect;
using Lakehouse.Engine.Spark.Session;
using Microsoft.Spark.Interop.Ipc;
using Microsoft.Spark.Sql;

namespace Lakehouse.Engine.Spark.Files;

/// <summary>Makes snapshots and files of Delta tables relations of a Spark session; they go with it when it is disposed of.</summary>
/// <remarks>
/// 1. Files that any reader of Parquet gets right are read by their names, with the snapshot's types: no log is read twice, and exactly the planned files are.
/// 2. The rest goes through Spark's own Delta reader at the snapshot's version, narrowed to the files.
/// 3. A file's position in the list comes by joining the names that Spark sees with those that were planned; a row whose file has none fails the query.
/// </remarks>
/// <param name="session">The session.</param>
internal sealed class SparkScan(SparkSession session) : IDisposable
{
    private const string FileColumn = "__file";
    private const string PositionColumn = "__position";
    private const string NoPosition = "a file that was not planned was read";

    private readonly string prefix = $"lakehouse_{Guid.NewGuid():N}_";
    private readonly List<string> views = [];

    /// <summary>A relation with the rows of a snapshot or of some of its files.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="files">Some of its files; null for all.</param>
    /// <param name="columns">The columns, in this order.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="positionColumn">A further BIGINT column with the place of the row's file in <paramref name="files"/>, from 0; null for none.</param>
    /// <returns>A text that may stand after FROM.</returns>
    /// <exception cref="EngineException">Spark cannot read these files.</exception>
    public Task<string> RelationAsync(Snapshot snapshot, IReadOnlyList<DataFile>? files, IReadOnlyList<string> columns, CancellationToken ct, string? positionColumn = null)
    {
        var list = files ?? snapshot.Files;
        TableColumn[] read = [.. columns.Select(c => snapshot.Schema.Find(c) ?? throw new InvalidOperationException($"Table '{snapshot.Table.Path}' has no column '{c}'."))];
        return SparkJobs.RunAsync(session, $"read {snapshot.Table.Path}", () => Relation(snapshot, list, isWhole: files is null, read, positionColumn), ct);
    }

    /// <summary>A relation of a query's rows under a name, so that texts which use it several times stay short.</summary>
    public string Named(string query) => Named(session.Sql(query));

    /// <summary>The same for a frame.</summary>
    public string Named(DataFrame frame) => Named(frame.Reference);

    /// <summary>The same for a frame of the JVM.</summary>
    public string Named(JvmObjectReference frame)
    {
        var name = NewName();
        frame.Invoke("createOrReplaceTempView", name);
        return name;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var view in views) Drop(view);
        views.Clear();
    }

    private string Relation(Snapshot snapshot, IReadOnlyList<DataFile> files, bool isWhole, TableColumn[] columns, string? positionColumn)
    {
        if (files.Count == 0) return Empty(columns, positionColumn);
        var isPlain = snapshot.IsPlainParquet(files);
        if (!isPlain && files.FirstOrDefault(f => f.HasSelectedRows) is { } part)
            throw new EngineException(
                $"Table '{snapshot.Table.Path}': a deletion vector changed some rows of file '{part.Path}', and Spark cannot read those alone. Run with --engine duckdb.");
        var all = isPlain ? Parquet(snapshot, files, columns) : Delta(snapshot);
        List<string> selected = [.. columns.Select(c => SqlText.Identifier(c.Name))];
        var positioned = positionColumn is not null || (!isPlain && !isWhole);
        if (positioned) selected.Add($"_metadata.file_path AS {FileColumn}");
        var name = Named(all.SelectExpr([.. selected]));
        return positioned ? WithPositions(name, snapshot, isPlain ? files : snapshot.Files, files, columns, positionColumn) : name;
    }

    private DataFrame Parquet(Snapshot snapshot, IReadOnlyList<DataFile> files, TableColumn[] columns) => session.Read()
        .Format("parquet").Schema(SparkSchema.Ddl(columns)).Option("recursiveFileLookup", true).Option("__globPaths__", "false")
        .Load([.. files.Select(f => SparkPath.Of(snapshot.LocationOf(f)))]);

    private DataFrame Delta(Snapshot snapshot) =>
        session.Read().Format("delta").Option("versionAsOf", snapshot.Version.ToString(CultureInfo.InvariantCulture)).Load(SparkPath.Of(snapshot.Table.Path));

    /// <summary>Chance keeps the failure out of the optimizer's hands, which would try it on rows that do not exist.</summary>
    private string WithPositions(string relation, Snapshot snapshot, IReadOnlyList<DataFile> read, IReadOnlyList<DataFile> wanted, TableColumn[] columns, string? positionColumn)
    {
        var positions = wanted.Select((f, i) => (f.Path, i)).ToDictionary(f => f.Path, f => f.i, StringComparer.Ordinal);
        var names = string.Join(", ", read.Select(f => $"({SqlText.Literal(SparkPath.Of(snapshot.LocationOf(f, encoded: true)))}, {positions.GetValueOrDefault(f.Path, -1)}L)"));
        var list = string.Join(", ", columns.Select(c => SqlText.Identifier(c.Name)));
        var position = positionColumn is null ? "" : $", {PositionColumn} AS {SqlText.Identifier(positionColumn)}";
        var unplanned = $"CAST(raise_error(concat({SqlText.Literal(SparkFailure.Mark + NoPosition)}, rand() < 0)) AS BIGINT)";
        return Named(
            $"SELECT {list}{position} FROM (SELECT r.*, coalesce(f.position, {unplanned}) AS {PositionColumn} FROM {relation} r "
            + $"LEFT JOIN (VALUES {names}) AS f(name, position) ON r.{FileColumn} = f.name){(read.Count == wanted.Count ? "" : $" WHERE {PositionColumn} >= 0")}");
    }

    private string Empty(TableColumn[] columns, string? positionColumn)
    {
        TableColumn[] all = positionColumn is null ? columns : [.. columns, new TableColumn(positionColumn, new PrimitiveType("long"))];
        return Named($"SELECT {string.Join(", ", all.Select(c => $"CAST(NULL AS {SparkSchema.Type(c.Type)}) AS {SqlText.Identifier(c.Name)}"))} WHERE 1 = 0");
    }

    private string NewName()
    {
        var name = $"{prefix}{views.Count}";
        views.Add(name);
        return name;
    }

    private void Drop(string view)
    {
        try
        {
            session.Catalog.DropTempView(view);
        }
        catch (Exception e) when (SparkFailure.Cause(e) is not null)
        {
            // The JVM is gone, and the view with it.
        }
    }
}
