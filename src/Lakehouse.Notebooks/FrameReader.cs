using System.Data.Common;

namespace Lakehouse.Notebooks;

/// <summary>Reads a query into memory.</summary>
internal static class FrameReader
{
    public static Frame Read(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<IReadOnlyList<object?>>();
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        return new([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)], rows);
    }
}
