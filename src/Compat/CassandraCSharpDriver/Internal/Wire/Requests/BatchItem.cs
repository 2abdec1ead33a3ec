namespace Cassandra.Internal.Wire;

/// <summary>One statement of a batch: text with its values, or the id of a prepared one with its values as they were encoded when it was bound.</summary>
internal readonly record struct BatchItem(string? Query, byte[]? PreparedId, object?[] Values, RowSetMetadata? Markers = null, EncodedValues? Encoded = null);
