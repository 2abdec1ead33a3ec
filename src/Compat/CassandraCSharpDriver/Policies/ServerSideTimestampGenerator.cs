namespace Cassandra;

/// <summary>Leaves write times to the servers.</summary>
public sealed class ServerSideTimestampGenerator : ITimestampGenerator
{
    /// <summary>The only one needed.</summary>
    public static readonly ServerSideTimestampGenerator Instance = new();

    private ServerSideTimestampGenerator()
    {
    }

    /// <inheritdoc />
    public long Next() => long.MinValue;
}
