using System.Collections.Concurrent;
using Grpc.Core;
using Lakehouse.Catalog.Events;

namespace Lakehouse.Serving.Internal.Telemetry;

/// <summary>Pushed events by contract and what became of them, and how long pushes took until their events were durable.</summary>
/// <remarks>Contracts that are not known, or not the caller's to push to, are counted under the contract "": any name may be sent.</remarks>
internal sealed class PushMetrics(TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Contract, string Outcome, string Reason), long> events = new();
    private readonly ConcurrentDictionary<(string Contract, StatusCode Status), Latency> pushes = new();

    /// <summary>Histograms for whoever listens to the meter.</summary>
    public LatencyInstruments? Instruments { get; set; }

    public void Answered(string contract, PushReceipt receipt, long started)
    {
        Add(contract, "accepted", "", receipt.Accepted);
        Add(contract, "duplicate", "", receipt.Duplicates);
        foreach (var refused in receipt.Rejections.CountBy(r => r.Reason)) Add(contract, "refused", V1Name(refused.Key), refused.Value);
        Record(contract, StatusCode.OK, started);
    }

    public void Failed(StatusCode status, long started) => Record("", status, started);

    public IReadOnlyList<MetricFamily> Families() =>
    [
        new("lakehouse.serving.push.events", "{event}", "Pushed events, by contract, outcome and reason of a refusal.", MetricKind.Counter)
        {
            Read = () => events.OrderBy(e => e.Key).Select(e => new MetricSample([("contract", e.Key.Contract), ("outcome", e.Key.Outcome), ("reason", e.Key.Reason)], e.Value)),
        },
        new(MetricNames.Push, "s", MetricNames.PushHelp, MetricKind.Histogram)
        {
            ReadHistograms = () => pushes.OrderBy(p => p.Key).Select(p => p.Value.Read(("contract", p.Key.Contract), ("status", GrpcStatusNames.Of(p.Key.Status)))),
        },
    ];

    private static string V1Name(Enum reason) => string.Concat($"{reason}".Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : $"{char.ToUpperInvariant(c)}"));

    private void Add(string contract, string outcome, string reason, long count)
    {
        if (count > 0) events.AddOrUpdate((contract, outcome, reason), count, (_, before) => before + count);
    }

    private void Record(string contract, StatusCode status, long started)
    {
        var ticks = clock.GetTimestamp() - started;
        pushes.GetOrAdd((contract, status), _ => new(clock.TimestampFrequency)).Record(ticks);
        Instruments?.RecordPush(ticks / (double)clock.TimestampFrequency, contract, status);
    }
}
