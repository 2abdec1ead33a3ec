namespace Lakehouse.Engine.Spark.Session;

/// <summary>Settings on which the bits of results depend: another value would give other values without an error.</summary>
internal static class SparkPins
{
    /// <summary>Settings that must have exactly this value.</summary>
    public static IReadOnlyList<(string Key, string Value)> Exact { get; } =
    [
        ("spark.sql.ansi.enabled", "true"),
        ("spark.sql.session.timeZone", "UTC"),
        ("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS"),
        ("spark.sql.parquet.datetimeRebaseModeInRead", "CORRECTED"),
        ("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED"),
        ("spark.sql.parquet.writeLegacyFormat", "false"),
        ("spark.sql.decimalOperations.allowPrecisionLoss", "true"),
        ("spark.sql.parser.escapedStringLiterals", "false"),
        ("spark.sql.legacy.exponentLiteralAsDecimal.enabled", "false"),
        ("spark.sql.caseSensitive", "false"),
        ("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog"),
    ];

    /// <summary>The setting whose comma-separated list must hold <see cref="DeltaExtension"/>.</summary>
    public const string ExtensionsKey = "spark.sql.extensions";

    /// <summary>Delta's part in Spark's parser and planner.</summary>
    public const string DeltaExtension = "io.delta.sql.DeltaSparkSessionExtension";

    /// <summary>The list with Delta's extension in it.</summary>
    public static string WithDelta(string? extensions) =>
        string.IsNullOrWhiteSpace(extensions) ? DeltaExtension : HasDelta(extensions) ? extensions : $"{DeltaExtension},{extensions}";

    /// <summary>True when Delta's extension is in the list.</summary>
    public static bool HasDelta(string? extensions) => extensions?.Split(',').Any(e => e.Trim() == DeltaExtension) is true;
}
