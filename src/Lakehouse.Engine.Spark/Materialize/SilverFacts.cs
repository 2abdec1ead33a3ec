using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Lakehouse.Delta;
using Lakehouse.Engine.Spark.Views;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.Spark.Materialize;

/// <summary>What file statistics prove about the events that a view reads; what one file does not say is unknown.</summary>
internal sealed class SilverFacts
{
    private readonly Dictionary<string, BigInteger> magnitudes = new(StringComparer.Ordinal);
    private readonly HashSet<string> withoutNull;

    /// <param name="view">The view.</param>
    /// <param name="files">The files of the events.</param>
    public SilverFacts(EntityViewDefinition view, IReadOnlyList<DataFile> files)
    {
        withoutNull = [.. view.Contract.Schema.Select(f => f.Name)];
        var numbers = view.Contract.Schema.Where(f => f.Type.Kind == TypeKind.Int64).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var file in files) Read(file.StatsJson, numbers);
        foreach (var unknown in magnitudes.Keys.Where(name => !numbers.Contains(name)).ToList()) magnitudes.Remove(unknown);
        var events = files.All(f => f.RecordCount is not null) ? files.Sum(f => f.RecordCount!.Value) : (long?)null;
        Bounds = new(events, magnitudes);
        KeyMayBeNull = view.Key.Any(key => key is not ColumnExpr column || (view.Contract.Schema.First(f => f.Name == column.Name).Nullable && !withoutNull.Contains(column.Name)));
    }

    /// <summary>How many events there are, and how great their whole numbers.</summary>
    public ViewBounds Bounds { get; }

    /// <summary>False where no event can lack a key.</summary>
    public bool KeyMayBeNull { get; }

    /// <summary>Widens the magnitudes by a file; numbers of which it does not tell both bounds leave <paramref name="numbers"/>.</summary>
    private void Read(string? stats, HashSet<string> numbers)
    {
        using var document = stats is null ? null : JsonDocument.Parse(stats);
        var root = document?.RootElement ?? default;
        withoutNull.RemoveWhere(name => Number(root, "nullCount", name) != 0);
        foreach (var name in numbers.ToList())
        {
            if (Number(root, "nullCount", name) is { } nulls && nulls == Count(root)) continue;
            if (Number(root, "minValues", name) is { } min && Number(root, "maxValues", name) is { } max)
                magnitudes[name] = BigInteger.Max(magnitudes.GetValueOrDefault(name), BigInteger.Max(BigInteger.Abs(min), BigInteger.Abs(max)));
            else numbers.Remove(name);
        }
    }

    private static BigInteger? Count(JsonElement stats) => stats.ValueKind == JsonValueKind.Object && stats.TryGetProperty("numRecords", out var count) ? Number(count) : null;

    private static BigInteger? Number(JsonElement stats, string kind, string column) =>
        stats.ValueKind == JsonValueKind.Object && stats.TryGetProperty(kind, out var columns) && columns.TryGetProperty(column, out var value) ? Number(value) : null;

    private static BigInteger? Number(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number) return null;
        return BigInteger.TryParse(value.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
