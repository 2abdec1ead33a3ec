using System.Text;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Writing;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Tests.Materialize;

/// <summary>A silver table of trips, written with the Delta API alone, and gold tables beside it.</summary>
internal sealed class TripLake(string path, TimeProvider? clock = null)
{
    public const string SilverName = "silver/trips@1";

    private static readonly DuckDbOptions Options = new() { Threads = 1, MemoryLimit = "256MB" };

    private readonly Dictionary<string, Trip> live = [];

    public DeltaTable Silver { get; } = DeltaTable.ForPath(Path.Combine(path, "silver"));

    public IReadOnlyCollection<Trip> Trips => live.Values;

    public DeltaTable Gold(string name) => DeltaTable.ForPath(Path.Combine(path, name), clock);

    /// <summary>Commits events that came, changed or (by id) went: an append when all are new, else a rewrite of all files.</summary>
    public async Task<long> CommitAsync(IEnumerable<Trip> put, IEnumerable<string>? delete = null)
    {
        var changed = put.DistinctBy(t => t.Id).ToList();
        var appends = changed.All(t => !live.ContainsKey(t.Id)) && delete?.Any(live.ContainsKey) is not true;
        foreach (var id in delete ?? []) live.Remove(id);
        foreach (var trip in changed) live[trip.Id] = trip;

        var snapshot = await Silver.ExistsAsync(default) ? await Silver.GetSnapshotAsync() : null;
        var transaction = snapshot is null ? Silver.Create(SchemaMapping.ToDelta(Materialize.Trips.Contract.Schema)) : Silver.Begin(snapshot, "WRITE");
        if (!appends) transaction.RemoveAll();
        await using var writer = transaction.OpenWriter();
        foreach (var trip in appends ? changed : [.. live.Values]) Append(writer, trip);
        await writer.CloseAsync();
        return (await transaction.CommitAsync()).Should().BeOfType<Committed>().Subject.Version;
    }

    public Task<MaterializeResult> RunAsync(EntityViewDefinition view, string gold, long clockMicros, long horizonMicros = 0, long? silverVersion = null) =>
        new MaterializeRunner(Options, clock ?? TimeProvider.System).RunAsync(Plan(view, Gold(gold), clockMicros, horizonMicros, silverVersion), TestContext.Current.CancellationToken);

    /// <summary>Gold's rows as text cells, in order of key, valid_from, known_at.</summary>
    public async Task<List<GoldLine>> ReadAsync(EntityViewDefinition view, string gold)
    {
        var lines = new List<GoldLine>();
        var keys = view.Entity.Keys.Length;
        await foreach (var row in (await Gold(gold).GetSnapshotAsync()).Scan().ReadRowsAsync(TestContext.Current.CancellationToken))
            lines.Add(new(string.Join('|', row[..keys]), Micros(row[keys])!.Value, string.Join('|', row[(keys + 1)..^1].Select(Text)), (bool)row[^2]!, Micros(row[^1])!.Value));
        return [.. lines.OrderBy(l => l.Key, StringComparer.Ordinal).ThenBy(l => l.ValidFrom).ThenBy(l => l.KnownAt)];
    }

    private MaterializePlan Plan(EntityViewDefinition view, DeltaTable gold, long clockMicros, long horizonMicros, long? silverVersion) =>
        new(view, "hash", Silver, SilverName, silverVersion ?? NewestSilver(), gold, clockMicros, horizonMicros);

    private long NewestSilver() => Directory.GetFiles(Path.Combine(Silver.Path, "_delta_log"), "*.json").Length - 1;

    private static void Append(DataFileWriter writer, Trip trip)
    {
        var c = writer.Columns;
        Bytes(c[0], trip.Id);
        c[1].AppendInt64(trip.Time);
        Bytes(c[2], trip.City);
        c[3].AppendInt64(trip.Line);
        Integer(c[4], trip.Delay);
        Integer(c[5], trip.Fare);
        Bytes(c[6], trip.Note);
        if (trip.Late is { } late) c[7].AppendBool(late);
        else c[7].AppendNull();
        if (trip.Speed is { } speed) c[8].AppendDouble(speed);
        else c[8].AppendNull();
        writer.EndRow();
    }

    private static void Integer(ColumnBuffer column, long? value)
    {
        if (value is { } number) column.AppendInt64(number);
        else column.AppendNull();
    }

    private static void Bytes(ColumnBuffer column, string? text)
    {
        if (text is null) column.AppendNull();
        else column.AppendBytes(Encoding.UTF8.GetBytes(text));
    }

    private static string Text(object? value) => value switch
    {
        null => "·",
        double number => BitConverter.DoubleToInt64Bits(number).ToString("x16"),
        DateTime time => Micros(time)!.Value.ToString(),
        var other => other.ToString()!,
    };

    private static long? Micros(object? time) => time is DateTime utc ? (utc - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond : null;
}

/// <summary>A row of gold: its values and event_time as one text, bit for bit.</summary>
internal sealed record GoldLine(string Key, long ValidFrom, string Values, bool Retracted, long KnownAt)
{
    /// <summary>Normal form (semantics §2), up to a frontier.</summary>
    public static List<string> NormalForm(IEnumerable<GoldLine> lines, long frontier)
    {
        var normal = new List<string>();
        foreach (var key in lines.Where(l => l.ValidFrom <= frontier).GroupBy(l => l.Key))
        {
            GoldLine? previous = null;
            foreach (var line in key.GroupBy(l => l.ValidFrom).OrderBy(g => g.Key).Select(g => g.MaxBy(l => l.KnownAt)!))
            {
                if (previous is null ? line.Retracted : previous.Values == line.Values && previous.Retracted == line.Retracted) continue;
                normal.Add($"{line.Key} from {line.ValidFrom}: {line.Values}");
                previous = line;
            }
        }

        return normal;
    }
}
