using System.Collections.Immutable;
using System.Globalization;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Writing;
using Lakehouse.Engine;
using Lakehouse.Engine.DuckDb;

namespace Lakehouse.Benchmarks;

/// <summary>A lake with a history of visits: the same thousand keys at the same density whatever its length; more visits reach further back.</summary>
/// <remarks>
/// Silver is written as a first conform leaves it: sorted by time, in files of its size, with its progress. Gold gets the progress of a first run and no rows, for a later
/// run reads none of them; with <c>wholeGold</c> the first run is done.
/// </remarks>
internal sealed class IncrementalLake
{
    public const long MinuteMicros = 60_000_000;
    public const long DayMicros = 1440 * MinuteMicros;

    private const long SpacingMicros = 11_520_000;
    private const int PieceRows = 122_880;
    private const string Hash = "benchmark";

    /// <summary>2024-06-01: the newest event.</summary>
    private const long NewestMicros = 1_717_200_000_000_000;

    private static readonly DuckDbOptions Options = new();
    private readonly DuckDbEngine engine = new(Options, TimeProvider.System);
    private readonly DeltaTable bronze;
    private readonly DeltaTable silver;
    private readonly DeltaTable quarantine;
    private readonly DeltaTable gold;
    private readonly string index;
    private readonly long events;
    private long clock = NewestMicros;

    public IncrementalLake(string path, long events)
    {
        this.events = events;
        DeltaTable Table(string name) => DeltaTable.ForPath(Path.Combine(path, name));
        (bronze, silver, quarantine, gold) = (Table("bronze"), Table("silver"), Table("quarantine"), Table("gold"));
        index = Path.Combine(path, "_index");
    }

    /// <summary>The last instant that a run has covered.</summary>
    public long ClockMicros => clock;

    public async Task GenerateAsync(bool wholeGold, CancellationToken ct)
    {
        using var session = new DuckDbSession(Options);
        await Require(bronze.Create(new([
            new("id", new PrimitiveType("string")), new("at", new PrimitiveType("timestamp")), new("place", new PrimitiveType("string")), new("amount", new PrimitiveType("long")),
            new("gone", new PrimitiveType("boolean")), new("_source_file", new PrimitiveType("string"), Nullable: false),
            new("_source_row", new PrimitiveType("long"), Nullable: false),
        ])), ct);
        var transaction = silver.Create(new([
            new("visit_id", new PrimitiveType("string"), Nullable: false), new("at", new PrimitiveType("timestamp"), Nullable: false),
            new("place", new PrimitiveType("string"), Nullable: false), new("amount", new PrimitiveType("long")),
        ]));

        // Files are filled from the newest event back, so that the tail lies alike whatever the history's length.
        for (var from = (events % PieceRows) - PieceRows; from < events; from += PieceRows)
        {
            var rows = $"SELECT {Id("i")} AS visit_id, {At("i")} AS \"at\", {Place("i")} AS place, (hash(i) % 500)::BIGINT AS amount "
                + $"FROM range({Math.Max(from, 0)}, {from + PieceRows}) r(i)";
            await transaction.WriteQueryAsync(session, rows, new WriterOptions { RowGroupRows = 30_720 }, ct);
        }

        transaction.UserMetadata = Progress("bronze/visits", clock: null).ToJson();
        await Require(transaction, ct);
        if (!wholeGold) await SkipFirstRunAsync(ct);
        else await MaterializeAsync(0, ct);

        // The index of a first conform is made by it; here by a conform that has nothing to do.
        await AppendAsync($"SELECT {Row("i")} FROM range(1) r(i)", ct);
        await ConformAsync(ct);
        await MaterializeAsync(0, ct);
    }

    /// <summary>A row for the source: visit number <paramref name="i"/>, as it is or with another amount, or gone.</summary>
    public string Row(string i, string amount = "(hash(i) % 500)::BIGINT", string gone = "false") => $"{Id(i)}, {At(i)}, {Place(i)}, {amount}, {gone}";

    /// <summary>A row for the source: a new visit.</summary>
    public static string NewRow(string series, string timeMicros) => $"'{series}' || i, make_timestamp({timeMicros})::TIMESTAMPTZ, {Place("i * 31")}, i % 500, false";

    /// <summary>SQL of the number of the visit that lies so many before the newest.</summary>
    public string FromNewest(string count) => $"({events} - 1 - ({count}))";

    /// <summary>Commits rows (id, at, place, amount, gone) to bronze.</summary>
    public async Task AppendAsync(string rows, CancellationToken ct)
    {
        using var session = new DuckDbSession(Options);
        var transaction = bronze.Begin(await bronze.GetSnapshotAsync(ct: ct), "WRITE");
        await transaction.WriteQueryAsync(
            session,
            $"SELECT *, 'f' || {transaction.ReadSnapshot!.Version} AS _source_file, row_number() OVER () AS _source_row FROM ({rows}) r(id, \"at\", place, amount, gone)",
            ct: ct);
        await Require(transaction, ct);
    }

    public async Task<ConformResult> ConformAsync(CancellationToken ct)
    {
        var version = (await bronze.GetSnapshotAsync(ct: ct)).Version;
        return await engine.ConformAsync(
            new(IncrementalViews.ByPlace.Contract, Hash, bronze, "bronze/visits", version, silver, quarantine) { IndexPath = index }, ct);
    }

    /// <summary>Materializes with a clock that has moved on.</summary>
    public async Task<MaterializeResult> MaterializeAsync(long elapsedMicros, CancellationToken ct)
    {
        clock += elapsedMicros;
        var version = (await silver.GetSnapshotAsync(ct: ct)).Version;
        return await engine.MaterializeAsync(new(IncrementalViews.ByPlace, Hash, silver, "silver/visits@1", version, gold, clock, HorizonMicros: 10 * MinuteMicros), ct);
    }

    private async Task SkipFirstRunAsync(CancellationToken ct)
    {
        var transaction = gold.Create(new([.. IncrementalViews.ByPlace.GoldSchema.Select(f => new TableColumn(f.Name, new PrimitiveType(f.Type.Kind switch
        {
            Features.TypeKind.String => "string",
            Features.TypeKind.Timestamp => "timestamp",
            Features.TypeKind.Double => "double",
            Features.TypeKind.Bool => "boolean",
            _ => "long",
        }), f.Nullable))]));
        transaction.UserMetadata = (Progress("silver/visits@1", clock) with { VanishedApart = true }).ToJson();
        await Require(transaction, ct);
    }

    private static CommitProgress Progress(string source, long? clock) => new(
        ImmutableSortedDictionary<string, long>.Empty.Add(source, 0), clock, clock + (10 * MinuteMicros), KnownAtMicros: 1, Hash);

    private static async Task Require(Transaction transaction, CancellationToken ct)
    {
        if (await transaction.CommitAsync(ct) is not Committed) throw new InvalidOperationException("The commit met another writer.");
    }

    private static string Id(string i) => $"format('{{:016x}}', hash({i}))";

    private static string Place(string i) => $"'place-' || (hash({i} + 7) % 1000)";

    private string At(string i) => string.Create(
        CultureInfo.InvariantCulture, $"make_timestamp({NewestMicros} - ({events} - 1 - {i}) * {SpacingMicros} - (hash({i}) % {SpacingMicros})::BIGINT)::TIMESTAMPTZ");
}
