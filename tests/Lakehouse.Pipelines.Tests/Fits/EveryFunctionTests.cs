using System.Globalization;
using Lakehouse.Features;
using Lakehouse.Pipelines.Lookup;
using Lakehouse.Pipelines.Training;

namespace Lakehouse.Pipelines.Tests.Fits;

/// <summary>Request-time features and transforms over generated inputs have the same bits in training rows and in lookups.</summary>
public sealed class EveryFunctionTests : IAsyncLifetime
{
    private const int Rows = 400;

    private static readonly Field[] Inputs =
    [
        new("i", DataType.Int64), new("big", DataType.Int64), new("d", DataType.Double), new("m", DataType.Decimal(12, 2)), new("s", DataType.String), new("t", DataType.Timestamp),
        new("day", DataType.Date), new("flag", DataType.Bool), new("latitude", DataType.Double), new("longitude", DataType.Double),
    ];

    private TestLake test = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => test = await TestLake.CreateAsync(new EveryFunctionProject());

    public ValueTask DisposeAsync() => test.DisposeAsync();

    [Fact]
    public async Task BuildAsync_GeneratedInputs_HaveTheBitsOfLookups()
    {
        var random = new Random(5);
        var keys = Enumerable.Range(0, Rows).Select(_ => Generate(random)).ToList();
        await BuildAsync(keys);

        var answers = await LookupJob.FromGoldAsync(test.Context, new(EveryFunctionProject.Set, keys, AtMicros: 0) { Fit = "every" }, Ct);

        var features = answers[0].Features.Select(f => (f.Name, Column: f.Name.Replace(".", "__", StringComparison.Ordinal))).ToList();
        var row = 0;
        await foreach (var cells in (await test.SnapshotAsync("training/every")).Scan().Select([.. features.Select(f => f.Column)]).ReadRowsAsync(Ct))
        {
            var expected = features.Zip(cells).Select(f => $"{f.First.Name} {ScaledLake.Text(Plain(f.Second))}");
            answers[row].Features.Select(f => $"{f.Name} {ScaledLake.Text(Plain(ClrValues.ToClr(f.Value, f.Type)))}").Should().Equal(expected, "row {0}", row++);
        }

        row.Should().Be(Rows);
    }

    [Fact]
    public async Task BuildAsync_OverflowingInput_IsRefusedByTrainingAndLookup()
    {
        Dictionary<string, Value> key = new() { ["i"] = Value.Int64(long.MaxValue) };

        var build = () => BuildAsync([key]);
        await build.Should().ThrowAsync<Engine.EngineException>().WithMessage("*v.choice overflows at spine row 0*");
        await BuildAsync([new Dictionary<string, Value>()]);
        var lookup = () => LookupJob.FromGoldAsync(test.Context, new(EveryFunctionProject.Set, [key], 0) { Fit = "every" }, Ct);
        await lookup.Should().ThrowAsync<JobException>().WithMessage("*v.choice*overflows*row 0*");
    }

    private static Dictionary<string, Value> Generate(Random random)
    {
        double[] odd = [0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue, -1, 90];
        string[] texts = ["a", "b", " a ", "", "äé", "😀😀a", "It's"];
        long[] limits = [long.MinValue, long.MaxValue, 0, -1, 7];
        long[] times = [-62_135_596_800_000_000, 253_402_300_799_999_999, -1, 0, 951_782_400_000_000];
        double Real(double range) => random.Next(3) == 0 ? odd[random.Next(odd.Length)] : (random.NextDouble() * 2 - 1) * range;
        var all = new Dictionary<string, Value>
        {
            ["i"] = Value.Int64(random.Next(-1000, 1000)),
            ["big"] = Value.Int64(random.Next(2) == 0 ? limits[random.Next(limits.Length)] : random.NextInt64()),
            ["d"] = Value.Double(Real(2)),
            ["m"] = Value.Int64(random.Next(-100_000, 100_000)),
            ["s"] = Value.String(texts[random.Next(texts.Length)]),
            ["t"] = Value.Int64(random.Next(2) == 0 ? times[random.Next(times.Length)] : random.NextInt64(times[0], times[1])),
            ["day"] = Value.Int64(random.Next(-700_000, 2_900_000)),
            ["flag"] = Value.Bool(random.Next(2) == 0),
            ["latitude"] = Value.Double(Real(95)),
            ["longitude"] = Value.Double(Real(185)),
        };
        return all.Where(_ => random.Next(8) != 0).ToDictionary(p => p.Key, p => p.Value);
    }

    private async Task BuildAsync(IReadOnlyList<Dictionary<string, Value>> keys)
    {
        var rows = keys.Select(key => $"({string.Join(", ", Inputs.Select(f => key.TryGetValue(f.Name, out var value) ? Sql(value, f.Type) : "NULL"))})");
        var casts = Inputs.Select((f, i) => $"CAST(col{i} AS {SqlType(f.Type)}) AS {f.Name}");
        var query = $"SELECT make_timestamptz(0) AS timestamp, {string.Join(", ", casts)} FROM (VALUES {string.Join(", ", rows)})";
        await TrainingSetJob.BuildAsync(test.Context, new(EveryFunctionProject.Set, test.WriteParquet("spine.parquet", query), "every"), Ct);
    }

    private static string Sql(Value value, DataType type) => type.Kind switch
    {
        TypeKind.String => $"'{value.AsString.Replace("'", "''", StringComparison.Ordinal)}'",
        TypeKind.Double => $"CAST('{value.AsDouble.ToString("R", CultureInfo.InvariantCulture).Replace("∞", "inf", StringComparison.Ordinal)}' AS DOUBLE)",
        TypeKind.Timestamp => $"make_timestamptz({value.AsInt64})",
        TypeKind.Date => $"DATE '1970-01-01' + CAST({value.AsInt64} AS INTEGER)",
        TypeKind.Bool => value.AsBool ? "TRUE" : "FALSE",
        TypeKind.Decimal => $"CAST({value.AsInt64} AS DECIMAL(14,0)) / 100",
        _ => $"CAST('{value.AsInt64}' AS BIGINT)",
    };

    private static string SqlType(DataType type) => type.Kind switch
    {
        TypeKind.Int64 => "BIGINT",
        TypeKind.Double => "DOUBLE",
        TypeKind.Decimal => "DECIMAL(12,2)",
        TypeKind.String => "VARCHAR",
        TypeKind.Timestamp => "TIMESTAMPTZ",
        TypeKind.Date => "DATE",
        _ => "BOOLEAN",
    };

    /// <summary>Infinities, which JSON has no number for, as text; decimals by value.</summary>
    private static object? Plain(object? cell) => cell switch
    {
        double number when !double.IsFinite(number) => number.ToString(CultureInfo.InvariantCulture),
        decimal number => number.ToString(CultureInfo.InvariantCulture).TrimEnd('0').TrimEnd('.'),
        _ => cell,
    };
}
