using Cassandra.Internal.Types;

namespace Cassandra;

/// <summary>Values whose column type is taken from their CLR type.</summary>
internal static class GuessedValue
{
    internal static RoutingKey RoutingKey(object? value) => ValueEncoder.Encode(value, null) is { } bytes ? new RoutingKey(bytes) : new RoutingKey();
}
