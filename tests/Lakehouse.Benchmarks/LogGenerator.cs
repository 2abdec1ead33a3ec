using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lakehouse.Delta;

namespace Lakehouse.Benchmarks;

/// <summary>A table whose log is large and whose data files are only named: what a snapshot costs does not depend on rows.</summary>
/// <remarks>
/// Version 0 is a real commit; the commits after it are written as text, each adding its share of the files. File n lies in one of 100 partitions, and holds by its statistics the ids
/// n × 1000 … n × 1000 + 999.
/// </remarks>
/// <param name="path">The table's root, which does not exist yet.</param>
internal sealed class LogGenerator(string path)
{
    public const int KeysPerFile = 1000;
    private const int Partitions = 100;
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly DateOnly FirstDay = new(2026, 1, 1);
    private readonly long time = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The partition of a file.</summary>
    public static DateOnly Day(int file) => FirstDay.AddDays(file % Partitions);

    /// <summary>Writes the table up to version <paramref name="commits"/> − 1, without a checkpoint.</summary>
    public async Task WriteAsync(int files, int commits, CancellationToken ct)
    {
        var schema = new TableSchema([
            new("id", new PrimitiveType("long"), Nullable: false),
            new("name", new PrimitiveType("string")),
            new("at", new PrimitiveType("timestamp")),
            new("value", new PrimitiveType("double")),
            new("day", new PrimitiveType("date")),
        ]);
        await DeltaTable.ForPath(path).Create(schema, partitionColumns: ["day"]).CommitAsync(ct);
        for (var version = 1; version < commits; version++)
        {
            var lines = new List<JsonObject> { new() { ["commitInfo"] = CommitInfo(version) } };
            for (var file = Share(version - 1); file < Share(version); file++) lines.Add(new() { ["add"] = Add(file, version) });
            await File.WriteAllTextAsync(
                Path.Combine(path, "_delta_log", $"{version:D20}.json"),
                string.Concat(lines.Select(l => l.ToJsonString(Json) + "\n")),
                Encoding.Default,
                ct);
        }

        int Share(int version) => (int)((long)files * version / (commits - 1));
    }

    private JsonObject CommitInfo(int version) => new()
    {
        ["inCommitTimestamp"] = time + version,
        ["timestamp"] = time + version,
        ["operation"] = "WRITE",
        ["operationParameters"] = new JsonObject { ["mode"] = "Append" },
        ["readVersion"] = version - 1,
        ["isBlindAppend"] = true,
        ["txnId"] = $"generated-{version}",
    };

    private JsonObject Add(int file, int version)
    {
        var day = Day(file).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["path"] = $"day={day}/part-00000-{new Guid(file, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8)}.c000.zstd.parquet",
            ["partitionValues"] = new JsonObject { ["day"] = day },
            ["size"] = 50_000 + file,
            ["modificationTime"] = time,
            ["dataChange"] = true,
            ["stats"] = Statistics(file).ToJsonString(Json),
            ["tags"] = new JsonObject { ["lakehouse.addedInVersion"] = $"{version}" },
        };
    }

    private static JsonObject Statistics(int file)
    {
        var least = (long)file * KeysPerFile;
        return new JsonObject
        {
            ["numRecords"] = KeysPerFile,
            ["minValues"] = Values(least, "2026-01-01T00:00:00.000Z", file + 0.25),
            ["maxValues"] = Values(least + KeysPerFile - 1, "2026-12-31T23:59:59.999Z", file + 0.75),
            ["nullCount"] = new JsonObject { ["id"] = 0, ["name"] = 0, ["at"] = 0, ["value"] = 3 },
        };
    }

    private static JsonObject Values(long id, string at, double value) => new() { ["id"] = id, ["name"] = $"name {id:D12}", ["at"] = at, ["value"] = value };
}
