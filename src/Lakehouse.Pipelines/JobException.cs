namespace Lakehouse.Pipelines;

/// <summary>A job refuses, for a reason that its caller can act on.</summary>
/// <param name="exitCode">1 failed, 2 usage, 3 refused.</param>
/// <param name="message">What, to what, what to do.</param>
/// <param name="inner">The cause.</param>
public sealed class JobException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The process exit code that fits: 1 failed, 2 usage, 3 gate or verification refused.</summary>
    public int ExitCode { get; } = exitCode;
}
