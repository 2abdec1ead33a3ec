using System.Globalization;
using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Pipelines.Internal.Training.Export;

/// <summary>A column of an export.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DeltaType">Name of its primitive type; null for a list of doubles.</param>
internal sealed record ExportColumn(string Name, string? DeltaType)
{
    private const int Int64Precision = 18;

    /// <summary>Precision and scale of a decimal, else null.</summary>
    public (int Precision, int Scale)? Decimal { get; } = DeltaType?.StartsWith("decimal(", StringComparison.Ordinal) is true && DeltaType[8..^1].Split(',') is [var precision, var scale]
        ? (int.Parse(precision, CultureInfo.InvariantCulture), int.Parse(scale, CultureInfo.InvariantCulture))
        : null;

    /// <summary>The expression whose vectors the exports read: integers and decimals in 64 bits, floating point as double.</summary>
    public string Select => DeltaType switch
    {
        null => $"CAST({Identifier} AS DOUBLE[])",
        "byte" or "short" or "integer" or "long" => $"CAST({Identifier} AS BIGINT)",
        "float" or "double" => $"CAST({Identifier} AS DOUBLE)",
        _ when Decimal is var (_, scale) => $"CAST({Identifier} AS DECIMAL({Int64Precision},{scale}))",
        _ => Identifier,
    };

    private string Identifier => DuckDbSession.Identifier(Name);

    /// <summary>The SELECT of all columns.</summary>
    public static string Query(IReadOnlyList<ExportColumn> columns, string from) => $"SELECT {string.Join(", ", columns.Select(c => c.Select))} FROM {from}";
}
