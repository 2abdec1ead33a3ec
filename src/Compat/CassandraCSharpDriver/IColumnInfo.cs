namespace Cassandra;

/// <summary>What a type has beside its code: the types of its parts, or its name.</summary>
public interface IColumnInfo
{
}
