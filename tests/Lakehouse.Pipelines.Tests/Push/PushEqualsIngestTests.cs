using System.Globalization;
using System.Text.Json;
using Lakehouse.Catalog.Events;
using Lakehouse.Engine;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Pipelines.Conform;
using Lakehouse.Pipelines.Maintain;

namespace Lakehouse.Pipelines.Tests.Push;

/// <summary>Silver of pushed events is silver of a file with the same events, bit for bit, in any order, with repetitions, also after maintenance.</summary>
public sealed class PushEqualsIngestTests
{
    private static readonly VersionedName Contract = new("samples", 1);
    private static readonly double[] Doubles = [0.0, -0.0, 0.1, 1e300, -1e-300, 1.0 / 3, double.NaN, double.PositiveInfinity, 123456789.125, 5e-324];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Formats => ["parquet", "jsonl", "csv"];

    [Semantics("7.94")]
    [Theory]
    [MemberData(nameof(Formats))]
    public async Task PushAsync_AllTypesInRandomOrder_GivesTheSilverOfAFile(string format)
    {
        var project = new EveryTypeProject(format switch { "parquet" => Format.Parquet, "csv" => Format.Csv(), _ => Format.JsonLines() });
        await using var pushed = await PushLake.CreateAsync(project);
        await using var ingested = await PushLake.CreateAsync(project);
        var random = new Random(7);
        Event[] events = [.. Enumerable.Range(0, 300).Select(i => Event.Random(i, random, lists: format == "parquet"))];
        var sink = await pushed.OpenSinkAsync();
        var accepted = 0;
        foreach (var part in events.Concat(events.Take(100)).OrderBy(_ => random.Next()).Chunk(17))
            accepted += (await sink.PushAsync(Contract, Columns(part), Ct)).Accepted;
        await ConformJob.RunAsync(pushed.Lake.Context, Contract, Ct);

        await ingested.Lake.IngestAsync("samples_raw", Write(ingested.Lake, format, events));
        await ConformJob.RunAsync(ingested.Lake.Context, Contract, Ct);

        accepted.Should().Be(events.Length);
        await ExpectSameSilverAsync(pushed.Lake, ingested.Lake);

        await MaintainJob.RunAsync(pushed.Lake.Context, [], new() { Select = ["bronze/samples_raw"] }, Ct);
        (await pushed.Lake.SnapshotAsync("bronze/samples_raw")).Files.Count.Should().BeLessThan(5, "rows of neighbouring pushes are compacted");
        Directory.Delete(Path.Combine(pushed.Lake.Context.Lake.Root, "silver"), recursive: true);
        await using var anew = await TestLake.CopyAsync(pushed.Lake);
        await ConformJob.RunAsync(anew.Context, Contract, Ct);
        await ExpectSameSilverAsync(anew, ingested.Lake);
        (await (await pushed.OpenSinkAsync()).PushAsync(Contract, Columns(events), Ct)).Duplicates.Should().Be(events.Length, "ids stand in the log, not in the files");
    }

    private static async Task ExpectSameSilverAsync(TestLake left, TestLake right)
    {
        var difference = await left.Context.Engine.DiffAsync(new DiffPlan(await left.SnapshotAsync("silver/samples@1"), await right.SnapshotAsync("silver/samples@1")), Ct);
        difference.Different.Should().Be(0, "{0}", string.Join("; ", difference.First.Select(row => string.Join("|", row))));
        (await left.SnapshotAsync("silver/samples@1.quarantine")).Files.Sum(f => f.RecordCount ?? 0)
            .Should().Be((await right.SnapshotAsync("silver/samples@1.quarantine")).Files.Sum(f => f.RecordCount ?? 0));
    }

    private static EventColumn[] Columns(IReadOnlyList<Event> events)
    {
        EventColumn Of(string name, EventForm form, Func<Event, Value> value, int scale = 0) => new(name, form, [.. events.Select(value)], scale);
        return
        [
            Of("id", EventForm.Text, e => Value.String(e.Id)), Of("TakenAt", EventForm.Integer, e => Value.Int64(e.TakenAt)),
            Of("Count", EventForm.Integer, e => e.Count is { } n ? Value.Int64(n) : Value.Null),
            Of("money", EventForm.Integer, e => e.Cents is { } n ? Value.Int64(n) : Value.Null, scale: 2), Of("ratio", EventForm.Double, e => e.Ratio is { } x ? Value.Double(x) : Value.Null),
            Of("flag", EventForm.Bool, e => e.Flag is { } b ? Value.Bool(b) : Value.Null), Of("day", EventForm.Integer, e => e.Day is { } d ? Value.Int64(d) : Value.Null),
            Of("Blob", EventForm.Binary, e => Value.Binary(e.Blob)), Of("vector", EventForm.DoubleList, e => Value.DoubleList(e.Vector)),
        ];
    }

    private static string Write(TestLake lake, string format, IReadOnlyList<Event> events) => format switch
    {
        "parquet" => lake.WriteParquet("samples.parquet", string.Join(" UNION ALL ", events.Select(e => e.Sql()))),
        "csv" => lake.Write("samples.csv", "id,taken_at,count,money,ratio,flag,day,blob,vector\n" + string.Join('\n', events.Select(e => string.Join(',', e.Texts().Select(Quoted))))),
        _ => lake.Write("samples.jsonl", string.Join('\n', events.Select(e => e.Json()))),
    };

    private static string Quoted(string? text) => text is null ? "" : $"\"{text.Replace("\"", "\"\"")}\"";

    private sealed record Event(string Id, long TakenAt, long? Count, long? Cents, double? Ratio, bool? Flag, int? Day, byte[]? Blob, double?[]? Vector)
    {
        private static readonly string[] Names = ["Id", "taken_at", "count", "money", "ratio", "flag", "day", "blob", "vector"];

        private DateTime At => DateTime.UnixEpoch.AddTicks(TakenAt * TimeSpan.TicksPerMicrosecond);

        public static Event Random(int i, Random random, bool lists)
        {
            T? Maybe<T>(T value)
                where T : struct => random.Next(5) == 0 ? null : value;
            var vector = Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(4) == 0 ? (double?)null : Doubles[random.Next(lists ? Doubles.Length : 6)]).ToArray();
            return new(
                $"é\"{i}, {random.Next()}", random.NextInt64(0, 2_000_000_000_000_000), Maybe(random.NextInt64(long.MinValue, long.MaxValue)), Maybe(random.NextInt64(-10_000_000, 10_000_000)),
                Maybe(Doubles[random.Next(Doubles.Length)]), Maybe(random.Next(2) == 0), Maybe(random.Next(-100_000, 100_000)), random.Next(5) == 0 ? null : [(byte)i, 0, 255],
                random.Next(5) == 0 ? null : vector);
        }

        public string?[] Texts() =>
        [
            Id, At.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture), Count?.ToString(CultureInfo.InvariantCulture), Cents is { } n ? (n / 100m).ToString("0.00", CultureInfo.InvariantCulture) : null,
            Ratio is { } x ? x.ToString("R", CultureInfo.InvariantCulture) : null, Flag is { } b ? b ? "true" : "false" : null,
            Day is { } d ? DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(d).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
            Blob is null ? null : Convert.ToBase64String(Blob),
            Vector is null ? null : $"[{string.Join(", ", Vector.Select(v => v is { } number ? number.ToString("R", CultureInfo.InvariantCulture) : "null"))}]",
        ];

        public string Json() => JsonSerializer.Serialize(Names.Zip(Texts()).ToDictionary(p => p.First, p => p.Second));

        public string Sql()
        {
            var texts = Texts();
            string Cast(int i, string type) => texts[i] is { } text ? $"CAST('{text.Replace("'", "''")}' AS {type})" : $"CAST(NULL AS {type})";
            var blob = Blob is null ? "CAST(NULL AS BLOB)" : $"from_base64('{texts[7]}')";
            return $"SELECT {Cast(0, "VARCHAR")} AS id, {Cast(1, "TIMESTAMPTZ")} AS taken_at, {Cast(2, "BIGINT")} AS count, {Cast(3, "DECIMAL(11,2)")} AS money, {Cast(4, "DOUBLE")} AS ratio, "
                + $"{Cast(5, "BOOLEAN")} AS flag, {Cast(6, "DATE")} AS day, {blob} AS blob, {Cast(8, "DOUBLE[]")} AS vector";
        }
    }
}
