namespace Lakehouse.Engine.Spark.Views;

/// <summary>Runs columns along each key's instants, with one sort against time's direction and one in it, however many columns and windows there are.</summary>
/// <remarks>
/// 1. Whole keys: two frames, both growing from an end, so that a step costs the same whatever came before. A frame that begins at the row and ends behind would be quadratic in
///    Spark; sorting the other way round is not. Between the two, columns that are done shrink to their settled value. The one in time's direction is the last, so that rows come out
///    as gold's files have them.
/// 2. Keys cut in chunks of time: the same frames within a chunk, and for each chunk what its key's earlier (later) chunks give together. Every fold is associative, so both parts
///    put together are the whole: a key with most of the events is as many tasks as it has chunks.
/// </remarks>
/// <param name="names">The view's names.</param>
/// <param name="chunkMicros">Length of a chunk; null for whole keys.</param>
internal sealed class RunningFrames(Names names, long? chunkMicros)
{
    private const string SoFar = "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW";
    private const string Before = "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING";

    /// <summary>Whether keys are cut in chunks.</summary>
    public bool AreChunked => chunkMicros is not null;

    private string Chunk => $"ts - pmod(ts, {chunkMicros}L)";

    /// <summary>Where rows of a timeline have to meet: appended to a SELECT with the keys and ts.</summary>
    public string Distribution => $"DISTRIBUTE BY {names.Keys}{(AreChunked ? $", {Chunk}" : "")}";

    /// <summary>A SELECT of keys, ts, columns that are kept and columns that run.</summary>
    /// <param name="grouped">A SELECT with one row per key and ts.</param>
    /// <param name="kept">Names of columns to keep.</param>
    /// <param name="columns">The columns to run.</param>
    public string Select(string grouped, IReadOnlyList<string> kept, IReadOnlyList<RunningColumn> columns)
    {
        if (AreChunked) return Chunked(grouped, kept, columns);
        RunningColumn[] behind = [.. columns.Where(c => !c.IsAhead)], ahead = [.. columns.Where(c => c.IsAhead)];
        if (ahead.Length == 0) return Forward(grouped, kept, behind);
        string[] passed = [.. kept, .. behind.Select(c => c.Source).Distinct(StringComparer.Ordinal)];
        var back = Settle($"SELECT {List(names.Keys, ["ts"], passed, ahead.Select(Run))}\nFROM ({grouped}) timeline\nWINDOW {Later(names.Keys, "ts")}", passed, ahead);
        return Forward(back, [.. kept, .. ahead.Select(c => c.Name)], behind);
    }

    private string Forward(string timeline, IReadOnlyList<string> kept, RunningColumn[] behind) => Settle(
        $"SELECT {List(names.Keys, ["ts"], kept, behind.Select(Run))}\nFROM ({timeline}) timeline\n{Earlier(names.Keys, "ts", SoFar)}", kept, behind);

    private string Chunked(string grouped, IReadOnlyList<string> kept, IReadOnlyList<RunningColumn> columns)
    {
        var keys = names.Keys;
        var inner = $"SELECT *, {Chunk} AS chunk FROM ({grouped}) whole";
        var within = $"{keys}, chunk";
        var local = $"SELECT {List(within, ["ts"], kept, columns.Select(Run))}\nFROM ({inner}) timeline\n{Earlier(within, "ts", SoFar)}, {Later(within, "ts")}";
        var totals = $"SELECT {List(within, columns.Select(c => $"{c.Over(c.Input)} AS {c.Name}"))} FROM ({inner}) timeline GROUP BY {within}";
        var others = columns.Select(c => Run(c with { Input = c.Name }));
        var carried = $"SELECT {List(within, others)}\nFROM ({totals}) chunks\n{Earlier(keys, "chunk", Before)}, {Later(keys, "chunk")}";
        var joined = columns.Select(c => $"{c.Joined($"here.{c.Name}", $"carried.{c.Name}")} AS {c.Name}");
        return Settle(
            $"SELECT {List(names.KeysOf("here"), ["here.ts"], kept.Select(k => $"here.{k}"), joined)}\n"
            + $"FROM ({local}) here JOIN ({carried}) carried ON {names.KeysMeet("here", "carried")} AND here.chunk = carried.chunk",
            kept,
            columns);
    }

    private string Settle(string select, IReadOnlyList<string> kept, IReadOnlyList<RunningColumn> columns) =>
        columns.All(c => c.Settle is null) ? select : $"SELECT {List(names.Keys, ["ts"], kept, columns.Select(c => c.Settled(c.Name)))}\nFROM ({select}) folded";

    private static string Run(RunningColumn column) => $"{column.Over(column.Input)} OVER {(column.IsAhead ? "later" : "earlier")} AS {column.Name}";

    private static string Earlier(string partition, string order, string frame) => $"WINDOW earlier AS (PARTITION BY {partition} ORDER BY {order} {frame})";

    private static string Later(string partition, string order) => $"later AS (PARTITION BY {partition} ORDER BY {order} DESC {Before})";

    private static string List(string first, params IEnumerable<string>[] rest) => string.Join(", ", rest.SelectMany(r => r).Prepend(first));
}
