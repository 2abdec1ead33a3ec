namespace Microsoft.Spark;

/// <summary>A failure inside the JVM: the message holds the Java class, its message, its causes and the stack trace.</summary>
public class JvmException : Exception
{
    /// <summary>A failure with this text.</summary>
    public JvmException(string message)
        : base(message)
    {
    }
}
