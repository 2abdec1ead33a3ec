using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lakehouse.Delta;

namespace Lakehouse.Engine;

/// <summary>How far a derived table has come: kept with each of its commits (<c>commitInfo.userMetadata</c>), read by the next run (semantics §1, Progress).</summary>
/// <param name="SourceVersions">Version read, by the table's path in the lake, for example <c>silver/flights@1</c>.</param>
/// <param name="ClockMicros">The run's clock; null for conform.</param>
/// <param name="FrontierMicros">F: gold holds the instants up to it; null for conform.</param>
/// <param name="KnownAtMicros">The publish stamp of the commit's rows.</param>
/// <param name="DefinitionHash">Hash of the definition that ran.</param>
public sealed record CommitProgress(
    [property: JsonPropertyName("sourceVersions")] ImmutableSortedDictionary<string, long> SourceVersions,
    [property: JsonPropertyName("clock")] long? ClockMicros,
    [property: JsonPropertyName("frontier")] long? FrontierMicros,
    [property: JsonPropertyName("knownAt")] long KnownAtMicros,
    [property: JsonPropertyName("definitionHash")] string DefinitionHash)
{
    private const int LargestBlock = 64;

    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = false,
    };

    /// <summary>The greatest clock of all runs up to this commit: S of a sync (semantics §2).</summary>
    [JsonPropertyName("greatestClock")]
    public long? GreatestClockMicros { get; init; }

    /// <summary>Gold only: true when all runs so far kept rows at instants that silver no longer gives in files of their own; null where that is not known.</summary>
    [JsonPropertyName("vanishedApart")]
    public bool? VanishedApart { get; init; }

    /// <summary>The JSON kept with the commit.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads <see cref="ToJson"/>; null when the text is no progress.</summary>
    public static CommitProgress? TryParse(string? json)
    {
        if (string.IsNullOrEmpty(json)) return null;
        try
        {
            return JsonSerializer.Deserialize<CommitProgress>(json, Json) is { SourceVersions: not null, DefinitionHash: not null } progress ? progress : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Progress of the newest commit at or before a snapshot that carries one; null when none does.</summary>
    /// <remarks>Maintenance commits carry none, so the log is walked back in growing blocks; nearly always the first commit has it.</remarks>
    public static async Task<CommitProgress?> ReadAsync(Snapshot snapshot, CancellationToken ct)
    {
        var size = 1;
        for (var to = snapshot.Version; to >= 0; to -= size, size = Math.Min(size * 4, LargestBlock))
        {
            CommitProgress? newest = null;
            var seen = false;
            await foreach (var commit in snapshot.Table.GetCommitsAsync(Math.Max(0, to - size + 1), to, ct))
            {
                seen = true;
                newest = TryParse(commit.UserMetadata) ?? newest;
            }

            if (newest is not null || !seen) return newest;
        }

        return null;
    }
}
