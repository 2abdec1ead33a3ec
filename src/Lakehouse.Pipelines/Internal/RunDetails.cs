using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using Lakehouse.Engine;

namespace Lakehouse.Pipelines.Internal;

/// <summary>What a run record tells beyond its target and times; keys in JSON are sorted, and there are no feature values and no paths of the machine.</summary>
internal sealed class RunDetails
{
    private static readonly SortedDictionary<string, string> Environment = new(StringComparer.Ordinal)
    {
        ["dotnet"] = System.Environment.Version.ToString(),
        ["duckdb_net"] = VersionOf(typeof(DuckDB.NET.Data.DuckDBConnection).Assembly),
        ["os"] = $"{RuntimeInformation.OSDescription} {RuntimeInformation.ProcessArchitecture}",
        ["software"] = SoftwareVersion,
    };

    /// <summary>The software's own version.</summary>
    public static string SoftwareVersion => VersionOf(typeof(RunDetails).Assembly);

    public string? Clock { get; set; }

    public string? DefinitionHash { get; set; }

    public string? ErrorCode { get; set; }

    public SortedDictionary<string, long> Inputs { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, long> Outputs { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, string> Parameters { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, long> Rows { get; } = new(StringComparer.Ordinal);

    public string ToJson(IEngine engine, TimeSpan elapsed) => JsonSerializer.Serialize(new SortedDictionary<string, object?>(StringComparer.Ordinal)
    {
        ["clock"] = Clock,
        ["definition_hash"] = DefinitionHash,
        ["engine"] = engine.Name,
        ["engine_facts"] = new SortedDictionary<string, string>(engine.Facts.ToDictionary(), StringComparer.Ordinal),
        ["environment"] = Environment,
        ["error"] = ErrorCode,
        ["inputs"] = Inputs,
        ["milliseconds"] = (long)elapsed.TotalMilliseconds,
        ["outputs"] = Outputs,
        ["parameters"] = Parameters,
        ["rows"] = Rows,
    });

    /// <summary>An instant as JSON shows it.</summary>
    public static string Instant(long micros) =>
        DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static string VersionOf(Assembly assembly) => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
