using Lakehouse.Delta.DuckDb;
using Lakehouse.Features;
using Lakehouse.Pipelines.Training;

namespace Lakehouse.Pipelines.Internal.Training;

/// <summary>A spine as its author has it: a Parquet, CSV or JSON lines file, or a Delta table.</summary>
/// <param name="Sql">What DuckDB selects from.</param>
/// <param name="IsText">True for formats in which a key's type is a matter of reading.</param>
internal sealed record SpineInput(string Sql, bool IsText)
{
    /// <param name="context">The lake.</param>
    /// <param name="session">The session that will read it.</param>
    /// <param name="source">The rows.</param>
    /// <param name="scratch">Where rows in memory are kept until they are copied.</param>
    /// <param name="typed">Columns that the set gives types: text formats read them as text.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="JobException">There is no such file or table, or its format is not known.</exception>
    public static async Task<SpineInput> OpenAsync(JobContext context, DuckDbSession session, SpineSource source, IReadOnlyList<Field> typed, ScratchDirectory scratch, CancellationToken ct)
    {
        if (source.Path is not { } path) return new(await SpineRows.WriteAsync(source, scratch.Table("rows", context.Lake.Clock), session, ct), IsText: false);
        var isDated = source.Version is not null || source.Timestamp is not null;
        if (isDated || !File.Exists(path))
        {
            var table = context.Lake.Table(path);
            if (!await table.ExistsAsync(ct)) throw new JobException(1, $"There is no spine at {path}: {(isDated ? "no Delta table" : "neither a file nor a Delta table")}.");
            var snapshot = source.Timestamp is { } instant ? await table.GetSnapshotAtAsync(instant, ct) : await table.GetSnapshotAsync(source.Version, ct);
            return new(source.IsCopy ? $"({await SpineCopy.ReadSqlAsync(snapshot, session, ct)})" : await snapshot.Scan().ToSqlAsync(session, ct), IsText: false);
        }

        var file = DuckDbSession.Literal(Path.GetFullPath(path).Replace("[", "[[]").Replace("*", "[*]").Replace("?", "[?]"));
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".parquet" => new($"read_parquet({file}, hive_partitioning=false)", IsText: false),
            ".csv" => new(Csv(session, file, ",", typed), IsText: true),
            ".tsv" => new(Csv(session, file, "\t", typed), IsText: true),
            ".jsonl" or ".ndjson" or ".json" => new(JsonLines(session, file, typed), IsText: true),
            var other => throw new JobException(2, $"A spine of the format '{other}' is not known. Use .parquet, .csv, .tsv, .jsonl or .ndjson, or a Delta table."),
        };
    }

    /// <summary>Names and DuckDB types of what a SELECT gives.</summary>
    public static IReadOnlyList<(string Name, string Type)> Describe(DuckDbSession session, string from)
    {
        var columns = new List<(string, string)>();
        using var command = session.Connection.CreateCommand();
        command.CommandText = $"DESCRIBE SELECT * FROM {from}";
        using var reader = command.ExecuteReader();
        while (reader.Read()) columns.Add((reader.GetString(0), reader.GetString(1)));
        return columns;
    }

    private static string Csv(DuckDbSession session, string file, string delimiter, IReadOnlyList<Field> typed)
    {
        var options = $"header=true, delim={DuckDbSession.Literal(delimiter)}, quote='\"', escape='\"', nullstr='', skip=0, sample_size=-1, strict_mode=true";
        var texts = Describe(session, $"read_csv({file}, {options}, all_varchar=true)")
            .Where(c => typed.Any(t => t.Name == c.Name))
            .Select(c => $"{DuckDbSession.Literal(c.Name)}: 'VARCHAR'").ToList();
        return $"read_csv({file}, {options}{(texts.Count == 0 ? "" : $", types={{{string.Join(", ", texts)}}}")})";
    }

    private static string JsonLines(DuckDbSession session, string file, IReadOnlyList<Field> typed)
    {
        const string Options = "format='newline_delimited', records=true";
        var columns = Describe(session, $"read_json({file}, {Options}, sample_size=-1)")
            .Select(c => $"{DuckDbSession.Literal(c.Name)}: {DuckDbSession.Literal(typed.Any(t => t.Name == c.Name) ? "VARCHAR" : c.Type)}");
        return $"read_json({file}, {Options}, columns={{{string.Join(", ", columns)}}})";
    }
}
