using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize.Events;

namespace Lakehouse.Engine.DuckDb.Materialize.Planning;

/// <summary>What a run has to sort and slide over.</summary>
/// <param name="Query">Rows as <see cref="EventLayout"/> says, by key, kind, time and id; null where there are none.</param>
/// <param name="NullKeyEvents">Events read that are left out because a key is NULL.</param>
internal sealed record Selection(string? Query, long NullKeyEvents);

/// <summary>Selects everything: the first run of a view.</summary>
internal static class FullSelection
{
    public static async Task<Selection> SelectAsync(EventRelation events, Snapshot silver, RunScope scope, DuckDbSession session)
    {
        var layout = events.Layout;
        var relation = await RelationAsync(events, silver, scope);
        var nulls = session.ScalarInt64($"SELECT count(*) FROM {relation} WHERE NOT ({layout.KeysPresent})") ?? 0;
        return new(Query(layout, relation, "true"), nulls);
    }

    /// <summary>The query for the keys of which a condition is true.</summary>
    public static async Task<string> QueryAsync(EventRelation events, Snapshot silver, RunScope scope, string keyCondition) =>
        Query(events.Layout, await RelationAsync(events, silver, scope), keyCondition);

    private static Task<string> RelationAsync(EventRelation events, Snapshot silver, RunScope scope) =>
        events.SelectAsync(silver.Scan().Where(new ComparePredicate(events.TimeColumn, "<=", Instant.ToUtc(scope.FrontierMicros))));

    private static string Query(EventLayout layout, string relation, string keyCondition) =>
        $"SELECT {layout.KeyList}, {(int)RowKind.Event}::INTEGER AS kind, t{layout.FieldList} FROM {relation} WHERE {layout.KeysPresent} AND {keyCondition} "
        + $"ORDER BY {layout.KeyList}, t, id";
}
