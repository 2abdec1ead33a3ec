using System.Globalization;
using System.Text.RegularExpressions;

namespace Lakehouse.Delta.Internal;

/// <summary>The table properties of Delta and the values that each may have.</summary>
internal static partial class KnownProperties
{
    private const string Bool = "true or false";
    private const string Interval = "an interval such as 'interval 30 days'";
    private const string Count = "a whole number above 0";

    /// <summary>What a property may be, by name; null where it is fixed when the table is created or not supported.</summary>
    private static readonly Dictionary<string, string?> Values = new(StringComparer.OrdinalIgnoreCase)
    {
        ["delta.appendOnly"] = Bool,
        ["delta.enableChangeDataFeed"] = Bool,
        ["delta.enableExpiredLogCleanup"] = Bool,
        ["delta.checkpoint.writeStatsAsJson"] = Bool,
        ["delta.checkpoint.writeStatsAsStruct"] = Bool,
        ["delta.randomizeFilePrefixes"] = Bool,
        ["delta.compatibility.symlinkFormatManifest.enabled"] = Bool,
        ["delta.autoOptimize.autoCompact"] = "true, false, auto or legacy",
        ["delta.autoOptimize.optimizeWrite"] = Bool,
        ["delta.checkpointInterval"] = Count,
        ["delta.randomPrefixLength"] = Count,
        ["delta.targetFileSize"] = "a size such as 128mb or 134217728",
        ["delta.tuneFileSizesForRewrites"] = Bool,
        ["delta.dataSkippingNumIndexedCols"] = "a whole number from -1",
        ["delta.dataSkippingStatsColumns"] = "names of columns, separated by commas",
        ["delta.logRetentionDuration"] = Interval,
        ["delta.deletedFileRetentionDuration"] = Interval,
        ["delta.setTransactionRetentionDuration"] = Interval,
        ["delta.sampleRetentionDuration"] = Interval,
        ["delta.isolationLevel"] = "Serializable or WriteSerializable",
        ["delta.checkpointPolicy"] = "classic",
        ["delta.enableInCommitTimestamps"] = null,
        ["delta.inCommitTimestampEnablementVersion"] = null,
        ["delta.inCommitTimestampEnablementTimestamp"] = null,
        ["delta.columnMapping.mode"] = null,
        ["delta.columnMapping.maxColumnId"] = null,
        ["delta.minReaderVersion"] = null,
        ["delta.minWriterVersion"] = null,
        ["delta.enableDeletionVectors"] = "false",
        ["delta.enableRowTracking"] = "false",
        ["delta.enableTypeWidening"] = "false",
        ["delta.enableIcebergCompatV1"] = "false",
        ["delta.enableIcebergCompatV2"] = "false",
    };

    /// <summary>True for a property that an existing table keeps as it is.</summary>
    public static bool IsFixed(string key) => Values.TryGetValue(key, out var allowed) && allowed is null;

    /// <summary>The property's proper spelling.</summary>
    /// <exception cref="DeltaException">It is unknown, fixed, or cannot have the value.</exception>
    public static string Require(string table, TableSchema schema, string key, string value)
    {
        if (!key.StartsWith("delta.", StringComparison.OrdinalIgnoreCase)) return key;
        if (!Values.TryGetValue(key, out var allowed))
            throw Refused(table, key, "it is none of Delta's; check the spelling, or drop the prefix 'delta.' for a property of your own");
        if (allowed is null) throw Refused(table, key, "it cannot be set");
        if (!Fits(allowed, value, schema)) throw Refused(table, key, $"'{value}' is not what it may be: {allowed}");
        return Values.Keys.First(k => string.Equals(k, key, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The table feature without which a property may not have a value, or null.</summary>
    public static string? FeatureOf(string name, string value) => !string.Equals(value, "true", StringComparison.OrdinalIgnoreCase) ? null : name switch
    {
        "delta.appendOnly" => "appendOnly",
        "delta.enableChangeDataFeed" => "changeDataFeed",
        _ => null,
    };

    public static DeltaException Refused(string table, string key, string why) =>
        new(DeltaErrorCode.SchemaMismatch, $"Property '{key}' of table '{table}' cannot be changed so: {why}.");

    private static bool Fits(string allowed, string value, TableSchema schema) => allowed switch
    {
        Interval => IntervalText().IsMatch(value.Trim()),
        Count => Number(value) > 0,
        "a whole number from -1" => Number(value) >= -1,
        "a size such as 128mb or 134217728" => SizeText().IsMatch(value.Trim()),
        "names of columns, separated by commas" => Writing.IndexedLeaves.Parse(value).All(path => Writing.IndexedLeaves.Exists(schema, path)),
        _ => allowed.Split([", ", " or "], StringSplitOptions.None).Contains(value, StringComparer.OrdinalIgnoreCase),
    };

    private static long? Number(string value) => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^(interval\s+)?\d{1,9}\s+(week|day|hour|minute|second|millisecond)s?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex IntervalText();

    [GeneratedRegex(@"^\d{1,18}\s*([kmgt]?b?)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex SizeText();
}
