namespace Cassandra.Internal.Wire;

/// <summary>One statement of a batch: text, or the id of a prepared one with its markers.</summary>
internal readonly record struct BatchItem(string? Query, byte[]? PreparedId, object?[] Values, RowSetMetadata? Markers = null);
