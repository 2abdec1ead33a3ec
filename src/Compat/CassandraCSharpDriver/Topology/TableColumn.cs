namespace Cassandra;

/// <summary>A column of a table.</summary>
public class TableColumn : ColumnDesc
{
}
