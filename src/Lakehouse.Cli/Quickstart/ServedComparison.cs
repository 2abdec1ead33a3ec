using System.Globalization;
using Lakehouse.Cli.Output;
using Lakehouse.Client;

namespace Lakehouse.Cli.Quickstart;

/// <summary>Served values beside computed ones.</summary>
internal static class ServedComparison
{
    public static IReadOnlyList<OutputColumn> Columns { get; } =
    [
        OutputColumn.Text("feature"), OutputColumn.Text("served"), OutputColumn.Text("from the file"), OutputColumn.Flag("equal"),
    ];

    /// <summary>One row per feature of the answer; a feature that nobody computed is not equal.</summary>
    public static IReadOnlyList<object?[]> Compare(FeatureBatch answer, IEnumerable<KeyValuePair<string, object?>> computed)
    {
        var expected = computed.ToDictionary();
        var rows = new List<object?[]>();
        foreach (var feature in answer.Features)
        {
            var served = answer.Rows[0][feature].Value;
            var known = expected.Remove(feature, out var value);
            rows.Add([feature, Text(served), known ? Text(value) : "not computed", known && Same(served, value)]);
        }

        rows.AddRange(expected.Select(missing => new object?[] { missing.Key, "not served", Text(missing.Value), false }));
        return rows;
    }

    private static bool Same(object? served, object? computed) => (served, computed) switch
    {
        (null, null) => true,
        (double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b),
        (long a, long b) => a == b,
        (string a, string b) => a == b,
        _ => false,
    };

    private static string? Text(object? value) => value is double number ? CellText.Of(number) : Convert.ToString(value, CultureInfo.InvariantCulture);
}
