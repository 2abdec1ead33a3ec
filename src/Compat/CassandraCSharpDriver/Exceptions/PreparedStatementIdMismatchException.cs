namespace Cassandra;

/// <summary>A statement that was prepared again got another id than before.</summary>
public class PreparedStatementIdMismatchException : DriverException
{
    /// <summary>The id that was known and the one that the node gave.</summary>
    public PreparedStatementIdMismatchException(byte[] originalId, byte[] outputId)
        : base($"ID mismatch while trying to prepare a statement again: expected {Convert.ToHexStringLower(originalId)}, got {Convert.ToHexStringLower(outputId)}. "
            + "Prepare the statement anew.")
    {
    }
}
