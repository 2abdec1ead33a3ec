using System.Diagnostics;
using Grpc.Core;

namespace Lakehouse.Serving.Internal.Telemetry;

/// <summary>One lookup from its beginning to its end, for metrics and traces.</summary>
internal readonly struct LookupTimer(ServingMetrics metrics, long start, Activity? span)
{
    /// <summary>It was answered.</summary>
    public void Ok(SetMetrics set, int rows) => End(set, StatusCode.OK, rows);

    /// <summary>It failed; the set is null where it is not known.</summary>
    public void Failed(SetMetrics? set, StatusCode status) => End(set ?? metrics.Unknown, status, rows: 0);

    private void End(SetMetrics set, StatusCode status, int rows)
    {
        metrics.End(set, status, rows, start);
        if (span is not null) ServingTraces.End(span, set.Set, status, rows);
    }
}
