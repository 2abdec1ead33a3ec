namespace Lakehouse.Serving.Internal.Telemetry;

/// <summary>Names that two exporters must write alike.</summary>
internal static class MetricNames
{
    public const string Lookup = "lakehouse.serving.lookup.duration";
    public const string LookupHelp = "Time of a lookup in the service, by set and gRPC status.";
    public const string Read = "lakehouse.serving.store.read.duration";
    public const string ReadHelp = "Time of a read of an online store, by store, view and outcome.";
    public const string Readable = "lakehouse.serving.commit.to.readable";
    public const string ReadableHelp = "Time from known_at of gold's newest run until this server first read its version in an online store, by store and view.";
    public const string Push = "lakehouse.serving.push.duration";
    public const string PushHelp = "Time of a push until its events are durable, by contract and gRPC status.";
}
