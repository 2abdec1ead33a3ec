using System.Text.Json;
using System.Text.Json.Nodes;
using Lakehouse.Delta.Changes;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta.Internal.Changes;

/// <summary>The columns of a change feed and how its files are read.</summary>
internal sealed class ChangeSchema
{
    private const string MappingMode = "delta.columnMapping.mode";
    private static readonly TableColumn ChangeType = new(ChangeFeed.ChangeTypeColumn, new PrimitiveType("string"), Nullable: false);
    private static readonly TableColumn[] Added =
    [
        ChangeType,
        new(ChangeFeed.CommitVersionColumn, new PrimitiveType("long"), Nullable: false),
        new(ChangeFeed.CommitTimestampColumn, new PrimitiveType("timestamp"), Nullable: false),
    ];

    private readonly Lazy<Snapshot> changeFiles;

    /// <exception cref="DeltaException">The table has a column of the feed's own names.</exception>
    public ChangeSchema(Snapshot to)
    {
        To = to;
        changeFiles = new(OfChangeFiles);
        FeedColumns = [.. to.Schema.Columns, .. Added];
        if (Added.FirstOrDefault(c => to.Schema.Find(c.Name) is not null) is { } taken)
        {
            throw new DeltaException(
                DeltaErrorCode.ChangesUnknown, $"Table '{to.Table.Path}' has a column '{taken.Name}', a name that its change feed needs. Rename the column to read the feed.");
        }
    }

    public Snapshot To { get; }

    public IReadOnlyList<TableColumn> FeedColumns { get; }

    /// <summary>A query of the feed's columns without rows.</summary>
    public string EmptySql => $"SELECT {string.Join(", ", FeedColumns.Select(c => $"CAST(NULL AS {c.Type.DuckDbType}) AS {DuckDbSession.Identifier(c.Name)}"))} WHERE false";

    /// <summary>The snapshot by which change files are read: its schema has the change's type too.</summary>
    public Snapshot ChangeFiles => changeFiles.Value;

    /// <summary>Throws when rows of an older schema cannot be shown with the last one's columns.</summary>
    public void RequireShows(TableMetadata older, long version)
    {
        var newer = To.State.Metadata;
        if (ReferenceEquals(older, newer)) return;
        var mapped = ProtocolGate.ColumnMappingMode(To.State) != "none";
        var change = FirstLost(older.Schema.Columns, newer.Schema.Columns, mapped)
            ?? (older.PartitionColumns.SequenceEqual(newer.PartitionColumns, StringComparer.OrdinalIgnoreCase) || mapped ? null : "the partition columns");
        if (change is null) return;
        throw new DeltaException(
            DeltaErrorCode.ChangesUnknown,
            $"Table '{To.Table.Path}': version {To.Version} cannot show the changes of version {version}, since {change} changed in between. "
            + "Ask for ranges that end before and begin after it.");
    }

    private static string? FirstLost(IReadOnlyList<TableColumn> older, IReadOnlyList<TableColumn> newer, bool mapped)
    {
        foreach (var column in older)
        {
            var kept = newer.FirstOrDefault(c => string.Equals(PhysicalName(c, mapped), PhysicalName(column, mapped), StringComparison.OrdinalIgnoreCase));
            if (kept is null || !Shows(column.Type, kept, kept.Type, mapped)) return $"column '{column.Name}'";
        }

        return null;
    }

    private static bool Shows(DeltaType older, TableColumn column, DeltaType newer, bool mapped) => (older, newer) switch
    {
        (PrimitiveType a, PrimitiveType b) => a.Name == b.Name || a.Name == "void" || column.Metadata("delta.typeChanges") is not null,
        (StructType a, StructType b) => FirstLost(a.Fields, b.Fields, mapped) is null,
        (ArrayType a, ArrayType b) => Shows(a.Element, column, b.Element, mapped),
        (MapType a, MapType b) => Shows(a.Key, column, b.Key, mapped) && Shows(a.MapValue, column, b.MapValue, mapped),
        _ => false,
    };

    private static string PhysicalName(TableColumn column, bool mapped) =>
        mapped && column.Metadata("delta.columnMapping.physicalName") is { ValueKind: JsonValueKind.String } name ? name.GetString()! : column.Name;

    /// <summary>The type column has no field id, so that change files are read by physical names, which stand in them in either mode of column mapping.</summary>
    private Snapshot OfChangeFiles()
    {
        var metadata = JsonNode.Parse(To.State.Metadata.With(new TableSchema([.. To.Schema.Columns, ChangeType])).Json)!.AsObject();
        if (metadata["configuration"]?[MappingMode] is not null) metadata["configuration"]![MappingMode] = "name";
        var state = new TableState();
        state.Apply(new CommitActions(To.Version) { Protocol = To.State.Protocol, Metadata = TableMetadata.Parse(JsonSerializer.SerializeToElement(metadata)) });
        return new Snapshot(To.Table, state);
    }
}
