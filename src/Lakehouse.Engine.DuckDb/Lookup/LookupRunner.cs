using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Internal.Rows;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Lookup;

/// <summary>The lookup rule on gold: among a key's rows with valid_from &lt;= t and known_at &lt;= K the greatest (valid_from, known_at).</summary>
internal sealed class LookupRunner(DuckDbOptions options)
{
    private const string Keys = "lookup_keys";

    public async Task<IReadOnlyList<GoldRow?>> RunAsync(LookupPlan plan, CancellationToken ct)
    {
        var rows = new GoldRow?[plan.Keys.Count];
        using var session = new DuckDbSession(options);
        KeyTable.Create(session, Keys, plan.View.Entity.Keys, plan.Keys);
        var scan = KeyTable.Prune(plan.Gold.Scan(), plan.View.Entity.Keys, plan.Keys).Where(AtMost(EntityViewDefinition.ValidFromColumn, plan.AtMicros));
        if (plan.KnownAtMicros is { } knownAt) scan = scan.Where(AtMost(EntityViewDefinition.KnownAtColumn, knownAt));

        var reader = new GoldReader(plan.View, firstColumn: 1);
        var keys = string.Join(", ", plan.View.Entity.Keys.Select(k => DuckDbSession.Identifier(k.Name)));
        var sql =
            $"SELECT {KeyTable.OrdinalColumn}, {GoldReader.SelectList(plan.View)} FROM (SELECT * FROM {await scan.ToSqlAsync(session, ct)} JOIN {Keys} USING ({keys}) "
            + $"QUALIFY row_number() OVER (PARTITION BY {KeyTable.OrdinalColumn} "
            + $"ORDER BY {EntityViewDefinition.ValidFromColumn} DESC, {EntityViewDefinition.KnownAtColumn} DESC) = 1)";
        session.Stream(sql, chunk =>
        {
            for (var row = 0; row < chunk.Rows; row++) rows[chunk.Int64s(0)[row]] = reader.Read(chunk, row);
        }, ct);
        return rows;
    }

    private static ComparePredicate AtMost(string column, long micros) => new(column, "<=", Instant.ToUtc(micros));
}
