using System.Collections.Immutable;
using Lakehouse.Engine.DuckDb.Materialize;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.Spark.Views;

/// <summary>A window view in Spark SQL, in linear time.</summary>
/// <remarks>
/// 1. Events meet by key in one shuffle. Each becomes one row where it enters and one where it leaves each window: one timeline for all windows.
/// 2. Rows of one key and instant are grouped; then everything runs along the timeline (see <see cref="StreamColumns"/>), forth and back, in two sorts.
/// 3. Features are computed from what has run.
/// </remarks>
internal sealed class WindowSql : IViewText
{
    private readonly WindowViewDefinition view;
    private readonly EventRows events;
    private readonly Timeline time;
    private readonly RunningFrames frames;
    private readonly ImmutableArray<ViewWindow> windows;
    private readonly IReadOnlyList<ValueStream> streams;
    private readonly IReadOnlyList<StreamColumns> columns;

    public WindowSql(WindowViewDefinition view, ViewSqlOptions options)
    {
        this.view = view;
        events = new EventRows(view, ViewInputs.Of(view).Expressions);
        time = new Timeline(view);
        frames = new RunningFrames(events.Names, options.ChunkMicros);
        windows = [.. view.Windows.Select((w, i) => new ViewWindow(i, w.LengthMicros, w.LengthMicros is { } length ? time.PlaceOf(length) : 0))];
        streams = [.. ExprWalk.Aggregates(view.Features.Select(f => f.Expression)).GroupBy(a => (a.Argument, a.Filter)).Select((g, s) => new ValueStream(
            s, g.Key.Argument, g.Key.Filter, [.. g.Select(a => a.Aggregate)], MayOverflow(g.Key.Argument) || MayOverflow(g.Key.Filter), options.Bounds))];
        columns = [.. streams.Select(s => new StreamColumns(s, windows, view.EveryMicros is not null))];
    }

    public EventRows Events => events;

    public Timeline Time => time;

    public string Full(string relation, long frontier)
    {
        var rows = $"SELECT {events.Names.Keys}, t, id, {time.Enters("t")} AS e{Streams()}\nFROM ({events.Select(relation, events.NotAfter(time.LatestEvent(frontier)))}) events";
        var running = Running(rows, frontier, isWhole: true);
        return Gold($"SELECT {Kept(["newest"])}, {Settled()}\nFROM ({running}) running WHERE ts <= {frontier}L", ["newest"], isWhole: true);
    }

    public string Incremental(ViewIncrement run)
    {
        var increment = new IncrementSql(events, time, run, readsWholeRows: false);
        var rows = $"SELECT {events.Names.Keys}, kind, t, id, e{Streams()}\nFROM ({increment.Rows()}) rows";
        var running = Running(rows, run.Frontier, isWhole: false);
        return Gold($"SELECT {Kept(["newest", "is_given"])}, {Settled()}\nFROM ({running}) running WHERE {increment.IsWritten}", ["newest", "is_given"], isWhole: false);
    }

    private bool MayOverflow(Expr? input) => input is not null && events.OverflowOf(input) is not null;

    private string Streams() => string.Concat(streams.Select(stream =>
    {
        var filter = stream.Filter is null ? null : events.ValueOf(stream.Filter);
        var value = stream.Argument is null ? "1" : events.ValueOf(stream.Argument);
        var x = filter is null ? $"{value} AS x{stream.Index}" : $"CASE WHEN {filter} THEN {value} END AS x{stream.Index}";
        if (stream.Argument is null && filter is null) return "";
        return $", {x}" + (stream.CanOverflow ? $", {Overflows(stream, filter)} AS v{stream.Index}" : "");
    }));

    /// <summary>An argument that overflows counts only where its event passes the filter.</summary>
    private string Overflows(ValueStream stream, string? filter)
    {
        var ofFilter = stream.Filter is null ? null : events.OverflowOf(stream.Filter);
        var ofArgument = stream.Argument is null ? null : events.OverflowOf(stream.Argument);
        if (ofArgument is not null && filter is not null) ofArgument = $"(coalesce({filter}, FALSE) AND {ofArgument})";
        return string.Join(" OR ", new[] { ofFilter, ofArgument }.OfType<string>());
    }

    /// <summary>The timeline with everything that runs along it.</summary>
    private string Running(string rows, long frontier, bool isWhole)
    {
        var placed = frames.AreChunked ? rows : $"SELECT * FROM ({rows}) rows {frames.Distribution}";
        var same = columns.Select(c => c.SameValues(events.Names.Keys)).OfType<string>().ToList();
        var valued = $"SELECT *{string.Concat(columns.SelectMany(c => c.OfEvent(isWhole ? "TRUE" : "kind = 0")).Select(c => $", {c}"))}\nFROM ({placed}) placed"
            + (same.Count == 0 ? "" : $"\nWINDOW {string.Join(", ", same)}");
        var edges = $"SELECT * FROM ({valued}) valued LATERAL VIEW posexplode({Steps(isWhole)}) edges AS w, d";
        var steps = $"SELECT *, e + d AS ts FROM ({edges}) stepped WHERE e + d <= {LastStep(frontier)}L";
        if (frames.AreChunked) steps += $" {frames.Distribution}";
        var newest = $"max(CASE WHEN w = 0{(isWhole ? "" : " AND kind IN (0, 3)")} THEN t END) AS step_newest";
        string[] marks = isWhole ? [] : ["max(CASE WHEN kind = 1 THEN t END) AS step_changed", "max(kind = 0) AS is_given", "max(kind IN (0, 2)) AS is_instant"];
        string[] texts = [newest, .. marks, .. columns.SelectMany(c => c.Grouped())];
        var grouped = $"SELECT {events.Names.Keys}, ts, {string.Join(", ", texts)}\nFROM ({steps}) steps GROUP BY {events.Names.Keys}, ts";
        List<RunningColumn> running = [new("newest", "step_newest", "step_newest", Fold.Greatest)];
        if (!isWhole) running.Add(new("changed", "step_changed", "step_changed", Fold.Greatest));
        return frames.Select(grouped, isWhole ? [] : ["is_given", "is_instant"], [.. running, .. columns.SelectMany(c => c.Running())]);
    }

    /// <summary>How long after an event's first instant its rows lie.</summary>
    private string Steps(bool isWhole)
    {
        var all = $"array({string.Join(", ", time.FiniteWindows.Prepend(0).Select(w => $"{w}L"))})";
        return isWhole ? all : $"CASE WHEN kind = 0 THEN {all} ELSE array(0L) END";
    }

    /// <summary>Beyond the frontier only those rows are needed that end the blocks in which it lies.</summary>
    private long LastStep(long frontier)
    {
        if (!streams.Any(s => s.Extremes.Any()) || time.FiniteWindows.Count == 0) return frontier;
        return time.FiniteWindows.Max(w => frontier - (((frontier % w) + w) % w) + w);
    }

    private string Kept(IEnumerable<string> kept) => string.Join(", ", [events.Names.Keys, "ts", .. kept]);

    private string Settled() => string.Join(", ", columns.SelectMany(c => c.Settled()));

    private string Gold(string settled, IReadOnlyList<string> carried, bool isWhole)
    {
        string[] keep = [.. view.Entity.Keys.Select((_, k) => $"k{k}"), "ts", .. carried];
        return TimelineSql.Gold(new FeatureColumns(view, streams).Select(settled, keep), [.. view.Columns.Select(c => c.Name)], events.Names, isWhole);
    }
}
