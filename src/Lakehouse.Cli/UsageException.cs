namespace Lakehouse.Cli;

/// <summary>The command line itself is wrong; the message says which part and what to write instead.</summary>
/// <param name="message">What is wrong and what to write.</param>
internal sealed class UsageException(string message) : Exception(message);
