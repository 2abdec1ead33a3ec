using Lakehouse.Delta;
using Lakehouse.Engine.Spark.Session;
using Lakehouse.Engine.Spark.Views;
using Lakehouse.Features.Definitions;
using Microsoft.Spark.Sql;

namespace Lakehouse.Engine.Spark.Materialize;

/// <summary>Looks whether one key holds so many of the events that its task would decide how long a run takes.</summary>
/// <param name="session">The session.</param>
/// <param name="settings">When to look, and when to cut.</param>
internal sealed class HotKeys(SparkSession session, HotKeySettings settings)
{
    /// <summary>The length of the chunks to cut keys in, in microseconds; null for whole keys.</summary>
    /// <param name="view">The view.</param>
    /// <param name="files">Files of the events.</param>
    /// <param name="query">Gives the <see cref="ViewSql.LargestKey"/> of them.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<long?> ChunkMicrosAsync(EntityViewDefinition view, IReadOnlyList<DataFile> files, string query, CancellationToken ct)
    {
        if (view is not WindowViewDefinition || files.Sum(f => f.LiveRecordCount ?? 0) < settings.FromEvents) return null;
        return await SparkJobs.RunAsync(session, $"materialize {view.Id}: find the largest key", () =>
        {
            var row = session.Sql(query).First();
            return row.Get(0) is long all
                ? settings.ChunkMicros(row.GetAs<long>(1), row.GetAs<long>(3) - row.GetAs<long>(2), all, settings.Cores ?? session.SparkContext.DefaultParallelism)
                : (long?)null;
        }, ct, query);
    }
}
