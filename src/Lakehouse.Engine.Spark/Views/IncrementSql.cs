using System.Globalization;

namespace Lakehouse.Engine.Spark.Views;

/// <summary>The rows from which a later run of a view is computed, and the condition under which a computed row is written.</summary>
/// <remarks>
/// 1. Keys that the run touches: those with a changed image, and those of which an event enters or leaves as the frontier moves on. <c>lo</c> is the least time that matters.
/// 2. Kinds of rows: 0 an event from lo − reach on; 1 a marker at the time of a changed image; 2 an instant that gold may have although silver does not give it; 3 for keys with
///    such instants, the newest event before the others, which may be the newest one that a row tells of.
/// 3. A row is written after the previous frontier always, before it where a changed image te can have changed it: up to te + the longest window, and on while its newest event
///    is not newer than te or there is none.
/// </remarks>
/// <param name="events">Silver as the view sees it.</param>
/// <param name="time">The view's instants.</param>
/// <param name="run">The run.</param>
/// <param name="readsWholeRows">True for a state view, false for a window view.</param>
internal sealed class IncrementSql(EventRows events, Timeline time, ViewIncrement run, bool readsWholeRows)
{
    private readonly Names names = events.Names;

    /// <summary>TRUE for rows at <c>ts</c> that are to be written; over <c>is_instant</c>, <c>changed</c> and <c>newest</c>: the greatest te and event time so far.</summary>
    public string IsWritten
    {
        get
        {
            var within = time.HasLifetime ? "" : $" AND (ts <= changed + {time.Reach + 1}L OR newest IS NULL OR newest <= changed)";
            return $"is_instant AND ts <= {run.Frontier}L AND (ts > {run.PreviousFrontier}L OR changed IS NOT NULL{within})";
        }
    }

    /// <summary>A SELECT of keys, kind, t, id, the first instant e and the inputs' columns.</summary>
    public string Rows()
    {
        var touched = Touched();
        var empty = string.Concat(events.Columns.Select(c => $", NULL AS {c}"));
        var parts = new List<string>
        {
            $"SELECT {names.KeysOf("e")}, 0 AS kind, t, id, {time.Enters("t")} AS e{string.Concat(events.Columns.Select(c => $", {c}"))}\n"
                + $"FROM ({events.Select(run.Events, events.NotAfter(time.LatestEvent(run.Frontier)), Earliest())}) e JOIN ({touched}) touched ON {names.KeysMeet("e", "touched")}"
                + (time.HasLifetime ? "" : $" AND e.t >= touched.lo - {time.Reach}L"),
            $"SELECT {names.Keys}, 1, te, NULL, {time.Enters("te")}{empty} FROM ({Changed}) changed",
        };
        if (run.MayHoldVanished)
        {
            parts.Add($"SELECT {names.Keys}, 2, NULL, NULL, ts{empty} FROM ({Vanished()}) vanished");
            if (!time.HasLifetime) parts.Add(NewestOfOlder());
        }

        return string.Join("\nUNION ALL ", parts);
    }

    private string Changed => $"SELECT {names.KeysIn}, {ViewSql.ImageTimeColumn} AS te, {ViewSql.RemovedColumn} AS removed FROM {run.Changes} AS changes "
        + $"WHERE {ViewSql.ImageTimeColumn} <= {time.LatestEvent(run.Frontier)}L AND {names.KeysInPresent}";

    /// <summary>Keys and lo: from when on their instants may be written.</summary>
    private string Touched()
    {
        var rows = $"SELECT {names.Keys}, te AS lo FROM ({Changed}) changed";
        if (run.Frontier > run.PreviousFrontier)
        {
            var passing = time.Passing(run.PreviousFrontier, run.Frontier)
                .Select(r => string.Join(" AND ", new[] { events.NotBefore(r.From), events.NotAfter(r.To) }.OfType<string>()));
            string?[] bound = passing.Any(p => p.Length == 0) ? [] : [string.Join(" OR ", passing.Select(p => $"({p})"))];
            rows += string.Create(CultureInfo.InvariantCulture, $" UNION ALL SELECT {names.Keys}, {run.PreviousFrontier}L FROM ({events.SelectKeys(run.Events, bound)}) passing");
        }

        return $"SELECT {names.Keys}, min(lo) AS lo FROM ({rows}) touching GROUP BY {names.Keys}";
    }

    /// <summary>A bound on event times that a scan can use.</summary>
    private string? Earliest()
    {
        if (time.HasLifetime) return null;
        if (run.LeastChanged is { } known) return events.NotBefore(Math.Min(known, run.PreviousFrontier) - time.Reach);
        return events.NotBefore($"(SELECT least({run.PreviousFrontier}L, min({ViewSql.ImageTimeColumn})) - {time.Reach}L FROM {run.Changes} AS changes)");
    }

    /// <summary>Instants from the key's first change (lo) on that gold may have though silver does not give them.</summary>
    private string Vanished()
    {
        var lost = new List<string>();
        if (run.AnyRemoved)
        {
            var after = time.FiniteWindows.Select(w => w + time.EntersAfter).Prepend(time.EntersAfter);
            var instants = string.Join(", ", after.Select(a => time.Align($"te + {a}L")));
            lost.Add($"SELECT {names.Keys}, explode(array({instants})) AS ts FROM ({Changed}) changed WHERE removed");
        }

        if (run.Vanished is { } vanished) lost.Add($"SELECT {names.KeysIn}, valid_from AS ts FROM {vanished} AS vanished");
        var first = $"SELECT {names.Keys}, min(te) AS lo FROM ({Changed}) changed GROUP BY {names.Keys}";
        return $"SELECT DISTINCT {names.KeysOf("lost")}, ts, lo FROM ({string.Join(" UNION ALL ", lost)}) lost JOIN ({first}) first ON {names.KeysMeet("lost", "first")} "
            + $"WHERE ts >= lo AND ts <= {run.PreviousFrontier}L";
    }

    /// <summary>Rows of kind 3. A window view needs no more of them than their time; of a state view the row tells their values.</summary>
    private string NewestOfOlder()
    {
        string[] fields = readsWholeRows ? ["t", "id", .. events.Columns] : ["t"];
        var whole = $"named_struct({string.Join(", ", fields.Select(f => $"'{f}', {f}"))})";
        var bound = events.NotAfter(time.LatestEvent(run.PreviousFrontier));
        var first = $"SELECT {names.Keys}, min(lo) AS lo FROM ({Vanished()}) v GROUP BY {names.Keys}";
        var read = readsWholeRows ? events.Select(run.Events, bound) : events.SelectKeys(run.Events, bound);
        var older = $"SELECT {names.KeysOf("e")}, max_by({whole}, named_struct('t', t, 'id', id)) AS newest\nFROM ({read}) e "
            + $"JOIN ({first}) first ON {names.KeysMeet("e", "first")} AND e.t < first.lo - {time.Reach}L GROUP BY {names.KeysOf("e")}";
        var values = events.Columns.Select(c => readsWholeRows ? $", newest.{c}" : $", NULL AS {c}");
        return $"SELECT {names.Keys}, 3, newest.t, {(readsWholeRows ? "newest.id" : "NULL")}, {time.Enters("newest.t")}{string.Concat(values)} FROM ({older}) older";
    }
}
