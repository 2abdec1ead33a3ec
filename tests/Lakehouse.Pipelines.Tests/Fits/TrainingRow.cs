using Lakehouse.Features;
using Lakehouse.Pipelines.Lookup;

namespace Lakehouse.Pipelines.Tests.Fits;

/// <summary>A row of a training set with its columns as JSON text, and the lookup that asks the same.</summary>
public sealed record TrainingRow(long SpineRow, string City, long AtMicros, long? Label, long? PlannedAt, bool IsFitted, IReadOnlyDictionary<string, string> Values)
{
    public static TrainingRow Of(string[] columns, object?[] cells)
    {
        object? Cell(string name) => Array.IndexOf(columns, name) is var i and >= 0 ? cells[i] : true;
        long? Time(string name) => Cell(name) is DateTime time ? (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond : null;
        return new(
            (long)Cell("spine_row")!, (string)Cell("city")!, Time("timestamp")!.Value, (long?)Cell("label"), Time("planned_at"), (bool)Cell("is_fitted")!,
            columns.Zip(cells).ToDictionary(c => c.First, c => ScaledLake.Text(c.Second)));
    }

    public IReadOnlyDictionary<string, Value> Key()
    {
        var key = new Dictionary<string, Value> { ["city"] = Value.String(City) };
        if (PlannedAt is { } micros) key["planned_at"] = Value.Int64(micros);
        return key;
    }

    public LookupQuery Query(VersionedName set, string? fit) => new(set, [Key()], AtMicros) { Fit = fit };
}
