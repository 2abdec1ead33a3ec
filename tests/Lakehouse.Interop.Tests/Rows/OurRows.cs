using System.Text.Json;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Interop.Tests.Rows;

/// <summary>The rows of a snapshot as the public API reads them.</summary>
internal static class OurRows
{
    public static async Task<string[]> ReadAsync(Snapshot snapshot)
    {
        using var session = new DuckDbSession();
        var source = await snapshot.Scan().ToSqlAsync(session, ct: TestContext.Current.CancellationToken);
        using var command = session.Connection.CreateCommand();
        command.CommandText = $"SELECT {ValueSql.Row(snapshot.Schema)} FROM {source}";
        using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            using var row = JsonDocument.Parse(reader.GetString(0));
            rows.Add(RowText.Of(row.RootElement, snapshot.Schema));
        }

        return [.. rows.Order(StringComparer.Ordinal)];
    }
}
