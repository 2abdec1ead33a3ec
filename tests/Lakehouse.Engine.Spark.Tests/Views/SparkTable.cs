using System.Collections;
using System.Globalization;
using Lakehouse.Delta;
using Lakehouse.Engine.Spark.Dialect;
using Lakehouse.Engine.Spark.Views;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Spark.TestHost;
using Lakehouse.Testing;
using Lakehouse.Testing.Engines.Internal;
using Microsoft.Spark.Sql;

namespace Lakehouse.Engine.Spark.Tests.Views;

/// <summary>Rows in and out of Spark for tests of view texts.</summary>
/// <param name="host">The test host.</param>
internal sealed class SparkTable(SparkHost host)
{
    private readonly SparkSession session = host.NewSession();
    private int number;

    /// <summary>The session of all relations.</summary>
    public SparkSession Session => session;

    /// <summary>The name of a relation with these rows.</summary>
    public async Task<string> WriteAsync(IReadOnlyList<Field> fields, IEnumerable<Value[]> rows)
    {
        var ct = TestContext.Current.CancellationToken;
        var name = NewName();
        var folder = Path.Combine(host.Folder, name);
        var transaction = DeltaTable.ForPath(folder).Create(DeltaRows.Schema(fields));
        await using (var writer = transaction.OpenWriter())
        {
            foreach (var row in rows) DeltaRows.Append(writer, fields, row);
            await writer.CloseAsync(ct);
        }

        await transaction.CommitAsync(ct);
        session.Read().Schema(string.Join(", ", fields.Select(f => $"{SqlText.Identifier(f.Name)} {SqlText.TypeOf(f.Type)}"))).Parquet(folder).CreateOrReplaceTempView(name);
        return name;
    }

    /// <summary>The name of a relation that holds what a query gives, computed once.</summary>
    public string Store(string query)
    {
        var name = NewName();
        var folder = Path.Combine(host.Folder, name);
        session.Sql(query).Write().Parquet(folder);
        session.Read().Parquet(folder).CreateOrReplaceTempView(name);
        return name;
    }

    /// <summary>The rows of a view's text.</summary>
    public List<ViewRow> Read(EntityViewDefinition view, string query)
    {
        Field[] fields = [.. view.Entity.Keys, .. view.Columns.Select(c => new Field(c.Name, c.Type))];
        string[] rest = ["valid_from", "event_time", "retracted", ViewSql.VanishedColumn, ViewSql.OverflowColumn];
        var texts = fields.Select(f => Portable(SqlText.Identifier(f.Name), f.Type)).Concat(rest);
        var keys = view.Entity.Keys.Length;
        return [.. session.Sql($"SELECT {string.Join(", ", texts)} FROM ({query}) v").Collect().Select(row =>
        {
            Value[] values = [.. fields.Select((f, i) => ToValue(row.Get(i), f.Type))];
            var at = fields.Length;
            var expected = new ExpectedRow(values[..keys], row.GetAs<long>(at), row.Get(at + 1) as long?, values[keys..], row.GetAs<bool>(at + 2));
            return new ViewRow(expected, row.GetAs<bool>(at + 3), row.Get(at + 4) is ArrayList list ? [.. list.Cast<int>()] : []);
        })];
    }

    private string NewName() => string.Create(CultureInfo.InvariantCulture, $"t{Interlocked.Increment(ref number)}_{Guid.NewGuid():N}");

    private static string Portable(string column, DataType type) => type.Kind switch
    {
        TypeKind.Timestamp => $"unix_micros({column})",
        TypeKind.Date => $"CAST(unix_date({column}) AS BIGINT)",
        TypeKind.Decimal => $"CAST({column} AS STRING)",
        _ => column,
    };

    private static Value ToValue(object? cell, DataType type) => (type.Kind, cell) switch
    {
        (_, null) => Value.Null,
        (TypeKind.Decimal, string text) => Value.Int64(Unscaled(text)),
        (TypeKind.Timestamp or TypeKind.Date or TypeKind.Int64, long whole) => Value.Int64(whole),
        (TypeKind.DoubleList, ArrayList list) => Value.DoubleList([.. list.Cast<object?>().Select(x => (double?)x)]),
        _ => ClrValues.FromClr(cell, type),
    };

    private static long Unscaled(string text) => text.Contains('E', StringComparison.Ordinal)
        ? Scientific(text)
        : long.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    /// <summary>Small decimals print as <c>1.5E-17</c>: the digits are the unscaled integer unless it is zero.</summary>
    private static long Scientific(string text) =>
        long.Parse(text[..text.IndexOf('E', StringComparison.Ordinal)].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
}

/// <summary>A row of a view's text.</summary>
/// <param name="Row">What gold gets.</param>
/// <param name="Vanished">Whether silver lacks the instant.</param>
/// <param name="Overflows">Positions of the columns that overflow.</param>
internal sealed record ViewRow(ExpectedRow Row, bool Vanished, IReadOnlyList<int> Overflows);
