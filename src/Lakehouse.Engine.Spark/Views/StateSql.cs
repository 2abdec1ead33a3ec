using Lakehouse.Engine.Spark.Dialect;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.Spark.Views;

/// <summary>A state view in Spark SQL: of each instant the event with the greatest id, then its features.</summary>
internal sealed class StateSql : IViewText
{
    private readonly StateViewDefinition view;
    private readonly EventRows events;
    private readonly Timeline time;
    private readonly RunningFrames frames;
    private readonly ColumnExpr[] fields;

    public StateSql(StateViewDefinition view)
    {
        this.view = view;
        fields = [.. view.Features.SelectMany(f => f.Expression.SelfAndParts()).OfType<ColumnExpr>().Distinct()];
        events = new EventRows(view, fields);
        time = new Timeline(view);
        frames = new RunningFrames(events.Names, chunkMicros: null);
    }

    public EventRows Events => events;

    public Timeline Time => time;

    private string Row => $"named_struct({string.Join(", ", fields.Select(f => $"'{events.ValueOf(f)}', {events.ValueOf(f)}").Prepend("'t', t"))})";

    /// <summary>Every instant has an event of its own, so nothing runs along a key: it needs no place of its own.</summary>
    public string Full(string relation, long frontier)
    {
        var rows = events.Select(relation, events.NotAfter(frontier));
        var grouped = $"SELECT {events.Names.Keys}, t AS ts, max_by({Row}, id) AS state FROM ({rows}) events GROUP BY {events.Names.Keys}, t";
        return Gold($"SELECT {events.Names.Keys}, ts, ts AS newest, state FROM ({grouped}) grouped", ["newest"], isWhole: true);
    }

    public string Incremental(ViewIncrement run)
    {
        var increment = new IncrementSql(events, time, run, readsWholeRows: true);
        var steps = $"SELECT *, e AS ts FROM ({increment.Rows()}) rows {frames.Distribution}";
        var grouped = $"SELECT {events.Names.Keys}, ts, max_by({Row}, id) AS step_state, max(CASE WHEN kind = 1 THEN t END) AS step_changed, max(kind = 0) AS is_given, "
            + $"max(kind IN (0, 2)) AS is_instant\nFROM ({steps}) steps GROUP BY {events.Names.Keys}, ts";
        RunningColumn[] running =
        [
            new("state", "step_state", "CASE WHEN step_state IS NOT NULL THEN named_struct('ts', ts, 'x', step_state) END", Fold.Greatest) { Settle = folded => $"{folded}.x" },
            new("changed", "step_changed", "step_changed", Fold.Greatest),
        ];
        var states = frames.Select(grouped, ["is_given", "is_instant"], running);
        return Gold($"SELECT * FROM (SELECT *, state.t AS newest FROM ({states}) running) states WHERE {increment.IsWritten}", ["newest", "is_given"], isWhole: false);
    }

    private string Gold(string states, IReadOnlyList<string> carried, bool isWhole)
    {
        string[] keep = [.. view.Entity.Keys.Select((_, k) => $"k{k}"), "ts", .. carried];
        var features = view.Features.Select((feature, f) => new NamedExpr($"f{f}", feature.Expression)).ToList();
        var values = ProjectionSql.Select($"({states}) states", features, keep, column => $"state.{events.ValueOf(column)}");
        return TimelineSql.Gold(new FinishedRows(values, [.. view.Features.Select(_ => Array.Empty<string>())]), [.. view.Columns.Select(c => c.Name)], events.Names, isWhole);
    }
}
