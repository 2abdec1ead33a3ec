using System.Reflection;
using System.Runtime.CompilerServices;
using Cassandra.Internal.Types;
using Cassandra.Internal.Wire;

namespace Cassandra.Internal.Execution;

/// <summary>The values of a prepared statement's markers.</summary>
internal static class MarkerValues
{
    [ThreadStatic]
    private static FrameWriter? scratch;

    /// <summary>The values in the markers' order: as given, or by name from the properties of one object of an anonymous type.</summary>
    internal static object?[] InOrder(RowSetMetadata markers, object?[] values)
    {
        if (values.Length != 1 || Properties(values[0]) is not { } properties)
        {
            return values;
        }

        var ordered = new object?[markers.Columns.Length];
        Array.Fill(ordered, Unset.Value);
        foreach (var property in properties)
        {
            var index = Array.FindIndex(markers.Columns, marker => string.Equals(marker.Name, property.Name, StringComparison.OrdinalIgnoreCase));
            if (index >= 0)
            {
                ordered[index] = property.GetValue(values[0]);
            }
        }

        return ordered;
    }

    /// <summary>The names and values of an object of an anonymous type; null for any other.</summary>
    internal static PropertyInfo[]? Properties(object? value) =>
        value?.GetType() is { IsGenericType: true, Namespace: null } type
        && type.Name.Contains("AnonymousType", StringComparison.Ordinal)
        && type.IsDefined(typeof(CompilerGeneratedAttribute))
            ? type.GetProperties()
            : null;

    /// <summary>The values as they are sent, markers without one not set, and the partition key if all its columns have values.</summary>
    /// <exception cref="ArgumentException">There are more values than markers.</exception>
    /// <exception cref="InvalidTypeException">A value cannot be sent as its column's type.</exception>
    internal static (EncodedValues Values, RoutingKey? Key) Encode(PreparedStatement statement, object?[] values)
    {
        var markers = statement.Variables;
        var count = markers.Columns.Length;
        if (values.Length > count)
        {
            throw new ArgumentException($"The statement has {count} markers, but {values.Length} values were given.", nameof(values));
        }

        var writer = scratch ??= new FrameWriter(ProtocolVersions.V4);
        writer.Reset();
        var routing = statement.RoutingKey is null ? statement.RoutingIndexes ?? [] : [];
        Span<(int Start, int End)> parts = stackalloc (int, int)[routing.Length];
        for (var i = 0; i < count; i++)
        {
            var start = writer.Length;
            ValueEncoder.WriteValue(writer, i < values.Length ? values[i] : Unset.Value, markers.TypeOf(i));
            var part = Array.IndexOf(routing, i);
            if (part >= 0)
            {
                parts[part] = (start + sizeof(int), writer.Length);
            }
        }

        var bytes = writer.Written.ToArray();
        return (new EncodedValues(bytes, count), statement.RoutingKey ?? KeyOf(bytes, parts, routing, values));
    }

    private static RoutingKey? KeyOf(byte[] bytes, ReadOnlySpan<(int Start, int End)> parts, int[] routing, object?[] values)
    {
        if (parts.Length == 0)
        {
            return null;
        }

        foreach (var marker in routing)
        {
            if (marker >= values.Length || values[marker] is null or Unset)
            {
                return null;
            }
        }

        if (parts.Length == 1)
        {
            // What is sent of a blob is the blob.
            return new RoutingKey(values[routing[0]] as byte[] ?? bytes[parts[0].Start..parts[0].End]);
        }

        var components = new RoutingKey[parts.Length];
        for (var i = 0; i < components.Length; i++)
        {
            components[i] = new RoutingKey(bytes[parts[i].Start..parts[i].End]);
        }

        return RoutingKey.Compose(components);
    }
}
