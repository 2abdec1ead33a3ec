using System.Globalization;
using Lakehouse.Pipelines.Run;

namespace Lakehouse.Cli.Output;

/// <summary>Batches of a watch: one line for people on standard error, one JSON object for programs on standard output.</summary>
internal static class WatchRows
{
    private static readonly OutputColumn[] Columns =
    [
        OutputColumn.Time("at"), OutputColumn.Text("contract"), OutputColumn.Text("kind"), OutputColumn.Number("events"), OutputColumn.Number("gold_rows"),
        OutputColumn.Number("online_rows"), OutputColumn.Seconds("seconds"), OutputColumn.Seconds("lag_seconds"), OutputColumn.Seconds("horizon_seconds"),
        OutputColumn.Text("failures"),
    ];

    /// <summary>The lines for people alone.</summary>
    public static async Task SayAsync(Invocation call, WatchBatch batch)
    {
        if (batch.Jobs.Count > 0) await call.SayAsync(Line(batch));
        foreach (var failure in batch.Failures)
            await call.SayAsync($"{At(batch)} {failure.What} failed, again after {failure.RetryAfter.TotalSeconds:0} s: {failure.Message}");
    }

    public static async Task PrintAsync(Invocation call, WatchBatch batch)
    {
        await SayAsync(call, batch);
        if (call.Format == OutputFormat.Json) await call.PrintAsync(Columns, [Row(batch)]);
    }

    private static string Line(WatchBatch batch)
    {
        var what = batch.IsClockOnly && batch.GoldRows == 0
            ? "clock moved on"
            : string.Create(CultureInfo.InvariantCulture, $"{batch.Events:N0} events, {batch.GoldRows:N0} rows of gold, {batch.OnlineRows:N0} online");
        var lag = batch.Lag is { } behind ? string.Create(CultureInfo.InvariantCulture, $", lag {behind.TotalSeconds:0.0} s") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{At(batch)} {batch.Contract}: {what}, {batch.Elapsed.TotalSeconds:0.00} s{lag}");
    }

    private static string At(WatchBatch batch) => Instant.FromMicros(batch.ClockMicros).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static object?[] Row(WatchBatch batch) =>
    [
        Instant.FromMicros(batch.ClockMicros), batch.Contract?.ToString(), batch.Failures.Count > 0 ? "failed" : batch.IsClockOnly ? "clock" : "data", batch.Events, batch.GoldRows,
        batch.OnlineRows, Seconds(batch.Elapsed), batch.Lag is { } lag ? Seconds(lag) : null, Seconds(batch.Horizon),
        batch.Failures.Count == 0 ? null : string.Join("; ", batch.Failures.Select(f => $"{f.What}: {f.Message}")),
    ];

    private static double Seconds(TimeSpan length) => Math.Round(length.TotalSeconds, 3);
}
