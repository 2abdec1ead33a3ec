using Lakehouse.Delta;
using Lakehouse.Engine.DuckDb.Conform;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.Spark.Dialect;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.Spark.Conform;

/// <summary>Source rows under names that do not depend on the source: where a row came from, and the raw columns as they are stored.</summary>
/// <param name="source">The raw record.</param>
internal sealed class StoredRows(SourceDefinition source)
{
    /// <summary>Column with the version that the row belongs to.</summary>
    public const string VersionColumn = "__source_version";

    /// <summary>Number of columns before the raw ones.</summary>
    public const int OwnColumns = 5;

    private static readonly Field[] Own =
    [
        new(VersionColumn, DataType.Int64), new(ContractDefinition.RemovedColumn, DataType.Bool), new(ContractDefinition.SourceFileColumn, DataType.String),
        new(ContractDefinition.SourceRowColumn, DataType.Int64), new(ContractDefinition.CorruptRecordColumn, DataType.String),
    ];

    /// <summary>All columns, the raw ones last.</summary>
    public IReadOnlyList<Field> Fields { get; } = [.. Own, .. source.Columns.Select((c, i) => new Field(Raw(i), source.Format.IsText ? DataType.String : c.Type))];

    /// <summary>The schema of a file with these columns.</summary>
    public TableSchema Schema => SchemaMapping.ToDelta(Fields);

    /// <summary>The file's column of each raw column.</summary>
    public IReadOnlyList<TableColumn> RawColumns => [.. Schema.Columns.Skip(OwnColumns)];

    /// <summary>Name of a raw column.</summary>
    public static string Raw(int index) => $"__s{index}";

    /// <summary>The SELECT of a source's rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="relation">A relation with the source's columns.</param>
    /// <param name="version">SQL of a row's version.</param>
    public string Select(SourceRows rows, string relation, string version)
    {
        var schema = rows.Snapshot.Schema;
        string OwnColumn(Field field) => schema.Find(field.Name) is null ? "NULL" : SqlText.Identifier(field.Name);
        string[] own =
        [
            $"{version} AS {VersionColumn}", $"coalesce(CAST({OwnColumn(Own[1])} AS BOOLEAN), FALSE) AS {Own[1].Name}",
            .. Own[2..].Select(f => $"CAST({OwnColumn(f)} AS {SqlText.TypeOf(f.Type)}) AS {f.Name}"),
        ];
        var raw = Fields.Skip(OwnColumns).Select((f, i) => $"CAST({SqlText.Identifier(rows.Columns[i].Name)} AS {SqlText.TypeOf(f.Type)}) AS {f.Name}");
        return $"SELECT {string.Join(", ", own.Concat(raw))} FROM {relation}";
    }
}
