namespace Cassandra;

/// <summary>A value whose CLR type the CQL type of its column or marker cannot take.</summary>
public class InvalidTypeException : DriverException
{
    /// <summary>A failure with the server's message.</summary>
    public InvalidTypeException(string message)
        : base(message)
    {
    }
}
