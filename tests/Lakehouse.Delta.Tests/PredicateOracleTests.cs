using CsCheck;
using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Delta.Tests;

/// <summary>Conditions read by the parser and pruned by statistics against DuckDB's own reading of the same text over the same rows.</summary>
public sealed class PredicateOracleTests : IDisposable
{
    private const int Files = 5;
    private const string Rows = """
        SELECT {0} * 10 + i AS id,
            CASE WHEN i = 9 THEN NULL ELSE {0} * 2 + i / 4.0 END::DOUBLE AS share,
            CASE i WHEN 0 THEN 'NaN'::FLOAT WHEN 1 THEN '-Infinity'::FLOAT WHEN 2 THEN -0.0::FLOAT ELSE {0} + i / 10.0 END::FLOAT AS ratio,
            CASE WHEN {0} = 4 THEN NULL ELSE {0} - 2 + i * 0.25 END::DECIMAL(10, 2) AS price,
            CASE WHEN i = 8 THEN NULL ELSE chr(CAST(97 + {0} * 3 + i AS INTEGER)) || 'é' || i END AS text,
            DATE '2001-01-01' + CAST({0} * 5 + i AS INTEGER) AS day,
            TIMESTAMPTZ '2001-01-01 00:00:00+00' + INTERVAL 1 MICROSECOND * ({0} * 5000 + i * 499) AS moment,
            CASE i % 3 WHEN 0 THEN true WHEN 1 THEN false END AS late,
            CASE WHEN i = 7 THEN NULL ELSE struct_pack(x := {0} + i, y := 'n' || i) END AS s,
            CASE {0} WHEN 0 THEN NULL WHEN 1 THEN 'NaN'::DOUBLE ELSE {0} - 2 END::DOUBLE AS part
        FROM range(10) t(i)
        """;

    private static readonly TableSchema Schema = new(
    [
        new("id", new PrimitiveType("long")), new("share", new PrimitiveType("double")), new("ratio", new PrimitiveType("float")), new("price", new PrimitiveType("decimal(10,2)")),
        new("text", new PrimitiveType("string")), new("day", new PrimitiveType("date")), new("moment", new PrimitiveType("timestamp")), new("late", new PrimitiveType("boolean")),
        new("s", new StructType([new("x", new PrimitiveType("long")), new("y", new PrimitiveType("string"))])), new("part", new PrimitiveType("double")),
    ]);

    private static readonly (string Column, string[] Literals)[] Domains =
    [
        ("id", ["0", "7", "12.5", "-1e2", "49.0", "1e20"]),
        ("share", ["0", "2.25", "1e1", "'NaN'", "-1.5"]),
        ("ratio", ["0", "0.5", "'NaN'", "'-Infinity'", "4.3"]),
        ("price", ["-2", "-1.75", "0.005", "99999999999", "1.25"]),
        ("text", ["'a'", "'dé0'", "'é'", "''", "'zzz'"]),
        ("day", ["DATE '2001-01-05'", "'2001-01-26'", "DATE '1999-12-31'"]),
        ("moment", ["TIMESTAMPTZ '2001-01-01 00:00:00.004491+00'", "TIMESTAMP '2001-01-01 00:00:00.01'", "'2001-01-01T00:00:00.0059Z'"]),
        ("s.x", ["3", "4.5", "-1"]),
        ("s.y", ["'n3'"]),
        ("part", ["0", "-1", "1.5", "'NaN'"]),
    ];

    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task Parse_RandomConditions_SameRowsAsTheEnginesOwnReading()
    {
        var snapshot = await WriteAsync();
        table.Session.Execute($"CREATE TABLE everything AS FROM {await snapshot.Scan().ToSqlAsync(table.Session, TestTable.Cancel)}");

        await Condition(depth: 3).SampleAsync(
            async text =>
            {
                var scan = snapshot.Scan().Where(ScanPredicate.Parse(text, snapshot.Schema));
                return Ids(await scan.ToSqlAsync(table.Session, TestTable.Cancel)) == Ids($"(FROM everything WHERE {text})");
            },
            iter: 200,
            threads: 1);
    }

    [Theory]
    [InlineData("id = 12", 1)]
    [InlineData("text LIKE 'aé%'", 1)]
    [InlineData("text NOT LIKE 'aé%'", 5)]
    [InlineData("ratio > 1000", 5)]
    [InlineData("ratio < -1e30", 5)]
    [InlineData("price IS NOT NULL", 4)]
    [InlineData("price <=> NULL", 1)]
    [InlineData("part = 1", 2)]
    [InlineData("part IS NULL", 1)]
    [InlineData("id > 1e20", 0)]
    [InlineData("id > 49 OR FALSE", 0)]
    public async Task Where_Condition_ReadsOnlyFilesThatMayMatch(string text, int files)
    {
        var snapshot = await WriteAsync();

        snapshot.Scan().Where(ScanPredicate.Parse(text, snapshot.Schema)).Files.Should().HaveCount(files);
    }

    private static Gen<string> Condition(int depth)
    {
        var leaf = Gen.OneOf([.. Domains.SelectMany(d => Leaves(d.Column, OneOf(d.Literals))), .. Fixed()]);
        if (depth == 0) return leaf;
        var inner = Condition(depth - 1);
        return Gen.OneOf(leaf, Gen.Select(inner, inner, (a, b) => $"({a} AND {b})"), Gen.Select(inner, inner, (a, b) => $"({a} OR {b})"), inner.Select(a => $"NOT ({a})"));
    }

    private static IEnumerable<Gen<string>> Leaves(string column, Gen<string> literal)
    {
        var comparison = OneOf("=", "!=", "<>", "<", "<=", ">", ">=");
        yield return Gen.Select(comparison, literal, (op, x) => $"{column} {op} {x}");
        yield return Gen.Select(comparison, literal, (op, x) => $"{x} {op} {column}");
        yield return Gen.Select(OneOf("BETWEEN", "NOT BETWEEN"), literal, literal, (word, x, y) => $"{column} {word} {x} AND {y}");
        yield return Gen.Select(OneOf("IN", "NOT IN"), literal, literal, (word, x, y) => $"{column} {word} ({x}, {y})");
        yield return Gen.Select(OneOf("IS DISTINCT FROM", "IS NOT DISTINCT FROM"), literal, (word, x) => $"{column} {word} {x}");
        yield return OneOf($"{column} IS NULL", $"{column} IS NOT NULL");
    }

    private static IEnumerable<Gen<string>> Fixed() =>
    [
        OneOf("late", "late = TRUE", "FALSE = late", "late IS NULL"),
        OneOf("text LIKE 'd%'", "text NOT LIKE '%0'", "text LIKE 'd_0'", "text LIKE 'aé!0' ESCAPE '!'"),
        OneOf("id < share", "s.x = id", "share >= ratio", "price IS DISTINCT FROM part", "TRUE", "FALSE", "id IN (1, NULL)", "id NOT IN (1, NULL)"),
    ];

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private string Ids(string source) =>
        table.Session.Read($"SELECT string_agg(id, ',' ORDER BY id) FROM {source}", r => r.Read() && !r.IsDBNull(0) ? r.GetString(0) : "", TestTable.Cancel);

    private async Task<Snapshot> WriteAsync()
    {
        await table.Table.Create(Schema, partitionColumns: ["part"]).CommitAsync(TestTable.Cancel);
        for (var file = 0; file < Files; file++)
        {
            var transaction = table.Table.Begin(await table.Table.GetSnapshotAsync(ct: TestTable.Cancel), "WRITE");
            await transaction.WriteQueryAsync(table.Session, string.Format(System.Globalization.CultureInfo.InvariantCulture, Rows, file), ct: TestTable.Cancel);
            await transaction.CommitAsync(TestTable.Cancel);
        }

        return await table.Table.GetSnapshotAsync(ct: TestTable.Cancel);
    }
}
