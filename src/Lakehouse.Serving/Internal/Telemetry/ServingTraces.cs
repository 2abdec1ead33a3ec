using System.Diagnostics;
using Grpc.Core;
using Lakehouse.Features;
using Microsoft.AspNetCore.Http;

namespace Lakehouse.Serving.Internal.Telemetry;

/// <summary>Spans of lookups and of reads of stores; none is made while nobody listens.</summary>
internal static class ServingTraces
{
    public const string SourceName = "Lakehouse.Serving";
    private static readonly ActivitySource Source = new(SourceName);

    public static bool IsOn => Source.HasListeners();

    /// <summary>The span of a lookup, a child of the caller's.</summary>
    public static Activity? StartLookup(HttpContext http)
    {
        if (!Source.HasListeners()) return null;
        _ = ActivityContext.TryParse(http.Request.Headers.TraceParent, http.Request.Headers.TraceState, isRemote: true, out var parent);
        return Source.StartActivity("GetFeatures", ActivityKind.Server, parent);
    }

    public static void End(Activity span, string set, StatusCode status, int rows)
    {
        span.SetTag("rpc.system", "grpc").SetTag("rpc.service", "lakehouse.serving.v1.FeatureService").SetTag("rpc.method", "GetFeatures").SetTag("rpc.grpc.status_code", (int)status);
        span.SetTag("lakehouse.set", set).SetTag("lakehouse.rows", rows);
        if (status != StatusCode.OK) span.SetStatus(ActivityStatusCode.Error, GrpcStatusNames.Of(status));
        span.Dispose();
    }

    /// <summary>The span of a read of a store, a child of the lookup's.</summary>
    public static Activity? StartRead(string store, VersionedName view, int keys)
    {
        if (!Source.HasListeners()) return null;
        var span = Source.StartActivity("read view", ActivityKind.Client);
        return span?.SetTag("lakehouse.store", store).SetTag("lakehouse.view", view.ToString()).SetTag("lakehouse.keys", keys);
    }

    public static void EndRead(Activity span, Exception? failure)
    {
        if (failure is not null) span.SetStatus(ActivityStatusCode.Error, failure.GetType().Name);
        span.Dispose();
    }
}
