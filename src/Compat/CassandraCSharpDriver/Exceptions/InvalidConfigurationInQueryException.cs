namespace Cassandra;

/// <summary>A statement of the schema that asks for an impossible configuration.</summary>
public class InvalidConfigurationInQueryException : InvalidQueryException
{
    /// <summary>A failure with the server's message.</summary>
    public InvalidConfigurationInQueryException(string message)
        : base(message)
    {
    }
}
