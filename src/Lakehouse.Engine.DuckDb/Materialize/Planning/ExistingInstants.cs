using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Engine.DuckDb.Materialize.Instants;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Materialize.Planning;

/// <summary>Instants that gold has though no event of silver may give them any more; they must be written anew wherever a range covers them (semantics §2).</summary>
/// <remarks>
/// 1. An instant vanishes only when an image goes. Those of the images that go now follow from their times alone: gold has them up to the previous F.
/// 2. Those that went before lie in gold's files of vanished instants, which every run since the first keeps apart: all other files of gold hold what silver gives.
/// 3. Gold of runs that did not keep them apart is read itself, within the ranges.
/// </remarks>
internal sealed class ExistingInstants(
    EntityViewDefinition view, EventRelation events, InstantRule rule, RunScope scope, OutwardSearch search, DuckDbSession session, CancellationToken ct)
{
    private const long HourMicros = 3_600_000_000;

    private readonly EventLayout layout = events.Layout;
    private readonly RuleSql sql = new(rule);
    private readonly long previousFrontier = Math.Min(scope.Previous!.FrontierMicros!.Value, RuleSql.AfterAllTime);

    /// <summary>Creates the tables <c>existing</c> (keys, seg, t) and <c>preceding</c> (keys, seg, t): where a segment has them, its newest event before what it loads.</summary>
    public async Task CreateAsync()
    {
        var instants = $"SELECT {layout.KeyList}, unnest({sql.Instants("changed.t")}) AS t FROM changed WHERE removed";
        var gone = $"SELECT DISTINCT {layout.KeyList}, t FROM ({instants}) WHERE t <= {previousFrontier}";
        session.Execute($"CREATE TEMP TABLE present AS {gone} UNION {await OfGoldAsync()}", ct);
        var on = string.Join(" AND ", layout.KeyNames.Select(k => $"p.{k} = r.{k}"));
        var keys = string.Join(", ", layout.KeyNames.Select(k => $"p.{k}"));
        session.Execute($"CREATE TEMP TABLE existing AS SELECT {keys}, r.seg, p.t FROM present p ASOF JOIN ranges r ON {on} AND p.t >= r.lo WHERE p.t <= r.hi", ct);
        if (rule.Reach is not { } reach)
        {
            session.Execute($"CREATE TEMP TABLE preceding AS SELECT {layout.KeyList}, seg, t FROM existing LIMIT 0", ct);
            return;
        }

        var firsts = $"SELECT {layout.KeyList}, seg, min(t) - {rule.EntersAfter} AS base FROM existing GROUP BY {layout.KeyList}, seg";
        await search.LatestAsync($"SELECT DISTINCT {layout.KeyList}, base FROM ({firsts})", "latest_events", Math.Max(reach, HourMicros));
        session.Execute(
            $"CREATE TEMP TABLE preceding AS SELECT {layout.KeyList}, seg, l.t FROM ({firsts}) JOIN latest_events l USING ({layout.KeyList}, base) "
            + $"JOIN segments USING ({layout.KeyList}, seg) WHERE l.t < load_from", ct);
    }

    private async Task<string> OfGoldAsync()
    {
        var validFrom = EntityViewDefinition.ValidFromColumn;
        var gold = scope.Gold!;
        var spans = TimeSpans.Read(session, $"SELECT lo, hi FROM ranges WHERE lo <= {previousFrontier} ORDER BY lo", ct);
        var files = scope.Previous!.VanishedApart is true ? gold.Files.Where(f => f.Tags?.ContainsKey(GoldWriter.VanishedTag) is true).ToList() : gold.Files;
        var scan = gold.Scan(files).Where(spans.Of(validFrom)).Select([.. view.Entity.Keys.Select(k => k.Name), validFrom]);
        var keys = view.Entity.Keys.Select((key, k) => $"{KeyCode.Sql(key.Name, key.Type)} AS k{k}");
        return $"SELECT DISTINCT {string.Join(", ", keys)}, epoch_us({validFrom}) AS t FROM {await scan.ToSqlAsync(session, ct)} AS g";
    }
}
