using System.Collections;
using System.Globalization;
using System.Text;
using Lakehouse.Engine.Spark.Dialect;
using Lakehouse.Features;
using Lakehouse.Features.Internal;
using Lakehouse.Spark.TestHost;

namespace Lakehouse.Engine.Spark.Tests.Dialect;

/// <summary>Texts of sources: what SQL is sure of is what the embedded engine's reader gives, and of clean data it is sure.</summary>
public sealed class RawSqlTests(SparkHost host)
{
    private static readonly (DataType Type, string? Zone)[] Targets =
    [
        (DataType.Int64, null), (DataType.Decimal(18, 2), null), (DataType.Decimal(9, 9), null), (DataType.Decimal(5, 0), null), (DataType.Double, null),
        (DataType.Bool, null), (DataType.Date, null),
        (DataType.Timestamp, null), (DataType.Timestamp, "Europe/Berlin"), (DataType.Timestamp, "America/New_York"), (DataType.Timestamp, "Australia/Lord_Howe"),
        (DataType.Timestamp, "Africa/Casablanca"), (DataType.Timestamp, "UTC"), (DataType.Timestamp, "Asia/Kolkata"), (DataType.Timestamp, "Pacific/Apia"),
        (DataType.TimestampNtz, null), (DataType.Binary, null), (DataType.DoubleList, null), (DataType.String, null),
    ];

    [Fact]
    [Semantics("7.1", "7.7")]
    public void Parse_NastyTexts_NeverGivesAnotherValueThanTheReader()
    {
        List<string?> texts = [.. RawTexts.Edges, .. RawTexts.Mutated(new Random(3), 1_500)];

        var wrong = Compare(texts, out _);

        string.Join("\n", wrong.Take(20)).Should().BeEmpty();
    }

    [Fact]
    public void Parse_CleanTexts_IsSure()
    {
        var random = new Random(5);
        foreach (var target in Targets.Where(t => t.Type.Kind != TypeKind.String))
        {
            List<string?> texts = [.. Enumerable.Range(0, 100).Select(_ => RawTexts.Clean(target.Type, target.Zone, random))];

            Compare(texts, out var unsure, target).Should().BeEmpty();

            var allowed = target.Zone is "Africa/Casablanca" or "Pacific/Apia" ? 10 : 0;
            unsure.Should().BeLessThanOrEqualTo(allowed, "{0} {1} {2}", target.Type, target.Zone, string.Join(" ", texts.Take(3)));
        }
    }

    [Fact]
    public void Parse_UnknownZone_IsRefused()
    {
        var parse = () => RawSql.Parse(DataType.Timestamp, "t", "Europe/Atlantis");

        parse.Should().Throw<EngineException>().WithMessage("*Europe/Atlantis*IANA*");
    }

    private List<string> Compare(IReadOnlyList<string?> texts, out int unsure, params (DataType Type, string? Zone)[] only)
    {
        var targets = only.Length > 0 ? only : Targets;
        var session = host.NewSession();
        var folder = Path.Combine(host.Folder, Path.GetRandomFileName());
        var values = texts.Select((text, n) => $"({n}, {SqlText.Literal(Value.String(text), DataType.String)})");
        session.Sql($"SELECT * FROM VALUES {string.Join(",\n", values)} AS t(n, text)").Write().Parquet(folder);
        session.Read().Parquet(folder).CreateOrReplaceTempView("texts");
        var parsed = targets.Select(t => RawSql.Parse(t.Type, "text", t.Zone)).ToList();
        var inner = string.Join(", ", parsed.SelectMany((p, i) => new[] { $"{p.Value} AS v{i}", $"{p.Unsure} AS u{i}" }));
        var cells = targets.Select((t, i) =>
            $"CASE u{i} WHEN TRUE THEN concat('?', coalesce(CAST(v{i} AS STRING), '')) WHEN FALSE THEN coalesce({Cell($"v{i}", t.Type)}, 'NULL') ELSE 'flag' END");
        var collected = session.Sql($"SELECT n, array({string.Join(", ", cells)}) FROM (SELECT n, {inner} FROM texts)").Collect();
        var rows = collected.ToDictionary(r => r.GetAs<int>(0), r => ((ArrayList)r.Get(1)!).Cast<string>().ToArray());
        List<string> wrong = [];
        unsure = 0;
        for (var i = 0; i < targets.Length; i++)
        {
            var zone = targets[i].Zone is { } name ? TimeZoneInfo.FindSystemTimeZoneById(name) : null;
            for (var n = 0; n < texts.Count; n++)
            {
                if (rows[n][i] == "?") unsure++;
                else if (Expected(texts[n], targets[i].Type, zone) is var expected && !IsSame(rows[n][i], expected, targets[i].Type))
                    wrong.Add($"'{texts[n]}' as {targets[i].Type} in {targets[i].Zone} is {expected} but Spark is sure of {rows[n][i]}");
            }
        }

        return wrong;
    }

    private static bool IsSame(string actual, string expected, DataType type) =>
        actual == expected || (type.Kind is TypeKind.Double or TypeKind.DoubleList && DoubleTexts.AreSame(actual, expected));

    private static string Cell(string value, DataType type) => type.Kind switch
    {
        TypeKind.Timestamp => $"CAST(unix_micros({value}) AS STRING)",
        TypeKind.TimestampNtz => $"CAST(unix_micros(CAST({value} AS TIMESTAMP)) AS STRING)",
        TypeKind.Date => $"CAST(unix_date({value}) AS STRING)",
        TypeKind.Binary => $"hex({value})",
        TypeKind.Decimal => $"CAST(CAST({value} * 1{new string('0', type.Scale)}BD AS BIGINT) AS STRING)",
        _ => $"CAST({value} AS STRING)",
    };

    private static string Expected(string? text, DataType type, TimeZoneInfo? zone)
    {
        if (text is null) return "NULL";
        if (type.Kind == TypeKind.String) return text;
        if (!new TextParser(zone).TryParse(Encoding.UTF8.GetBytes(text), type, out var value)) return "refused";
        return type.Kind switch
        {
            TypeKind.Bool => value.AsBool ? "true" : "false",
            TypeKind.Double => Number(value.AsDouble),
            TypeKind.DoubleList => $"[{string.Join(',', value.AsDoubleList.Select(x => x is { } item ? Number(item) : "null"))}]",
            TypeKind.Binary => Convert.ToHexString(value.AsBinary),
            _ => value.AsInt64.ToString(CultureInfo.InvariantCulture),
        };
    }

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
